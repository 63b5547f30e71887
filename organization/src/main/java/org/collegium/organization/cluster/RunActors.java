package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.collegium.agents.actor.AgentActor;
import org.collegium.agents.actor.AgentDirectory;
import org.collegium.agents.actor.RetryPauses;
import org.collegium.agents.actor.WorldActor;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.organization.durable.ForcedStates;
import org.collegium.organization.log.FailureListener;
import org.collegium.organization.log.RecordingInterceptor;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.telemetry.OrganizationMeter;
import org.collegium.organization.wire.Landmarks;

/**
 * Puts the actors of a run together around their cores: recorded in this node's log, kept in the database of states.
 *
 * @param states forced whenever an orchestrator closes a round: then no agent's commit of that round can be lost either
 * @param delivery what is done about messages that may be lost
 * @param scope stands before every id in the database, so that runs can share one; empty where a run has its own
 * @param meter hears what the actors do
 */
record RunActors(
    RunPlan plan,
    RunCores cores,
    MessageLog log,
    InitialStates initial,
    ForcedStates states,
    Delivery delivery,
    String scope,
    OrganizationMeter meter) {
  /** A full host answers within milliseconds; a request waits as long as several of its steps at most. */
  private static final RetryPauses RETRY_PAUSES = new RetryPauses(Duration.ofMillis(20), Duration.ofSeconds(2));

  Behavior<OrchestratorMessage> orchestrator(
      String id, AgentAddresses agents, OrganizationEvents events, FailureListener failures) {
    return RecordingInterceptor.around(
        OrchestratorMessage.class,
        Party.orchestrator(id),
        log,
        failures,
        recorder ->
            OrchestratorActor.create(
                PersistenceId.of(OrchestratorActor.ENTITY, scope + id),
                id,
                cores.orchestrator(id),
                initial.of(id),
                MeteredOrchestrator.agents(agents, meter),
                delivery.nudgeInterval(),
                new LoggedRecord<>(log, recorder, Landmarks::of, states),
                MeteredOrchestrator.events(events, meter)));
  }

  Behavior<AgentMessage> agent(AgentId id, AgentDirectory directory, FailureListener failures) {
    return RecordingInterceptor.around(
        AgentMessage.class,
        Party.of(id),
        log,
        failures,
        recorder ->
            MeteredAgent.around(
                id,
                meter,
                AgentActor.create(
                    PersistenceId.of(AgentActor.ENTITY, scope + id.value()),
                    cores.agent(id),
                    initial.of(id),
                    MeteredAgent.directory(directory, meter),
                    RETRY_PAUSES,
                    delivery.patience(),
                    new LoggedRecord<>(log, recorder, Landmarks::of, ForcedStates.ALWAYS))));
  }

  Behavior<WorldMessage> world(WorldId id, AgentDirectory directory, FailureListener failures) {
    return RecordingInterceptor.around(
        WorldMessage.class, Party.of(id), log, failures, recorder -> WorldActor.create(cores.world(id), directory));
  }

  /** Whose failure it is when an actor fails; empty when it belongs to no organization alone. */
  Optional<String> organizationOf(Party actor) {
    return switch (actor.kind()) {
      case AGENT -> Optional.of(AgentId.parse(actor.id()).organization());
      case WORLD -> Optional.ofNullable(organizationsOfWorlds().get(actor.id()));
      case ORCHESTRATOR -> Optional.of(actor.id());
      case MODEL_HOST, NODE -> Optional.empty();
    };
  }

  private Map<String, String> organizationsOfWorlds() {
    Map<String, String> organizations = new LinkedHashMap<>();
    for (OrganizationSettings organization : plan.organizations()) {
      for (AgentSettings agent : organization.agents()) {
        organizations.put(agent.world().value(), organization.id());
      }
    }
    return organizations;
  }
}
