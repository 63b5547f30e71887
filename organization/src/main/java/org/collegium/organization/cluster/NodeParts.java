package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.collegium.agents.actor.AgentActor;
import org.collegium.agents.actor.AgentDirectory;
import org.collegium.agents.actor.DurableRecord;
import org.collegium.agents.actor.RetryPauses;
import org.collegium.agents.actor.WorldActor;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.organization.log.FailureInterceptor;
import org.collegium.organization.log.FailureListener;
import org.collegium.organization.log.RecordingInterceptor;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogFailedException;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Recorder;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.wire.Landmarks;

/** What a node is made of, and how its actors are put together around the cores. */
final class NodeParts {
  /** A full host answers within milliseconds; a request waits as long as several of its steps at most. */
  private static final RetryPauses RETRY_PAUSES = new RetryPauses(Duration.ofMillis(20), Duration.ofSeconds(2));

  private final RunPlan plan;
  private final RunCores cores;
  private final Behavior<ModelHostActor.Command> host;
  private final MessageLog log;
  private final Duration silenceMax;
  private final InitialStates initial;
  private final Map<String, String> organizationOfWorld = new HashMap<>();

  NodeParts(
      RunPlan plan,
      Behavior<ModelHostActor.Command> host,
      MessageLog log,
      Duration silenceMax,
      InitialStates initial) {
    this.plan = plan;
    this.cores = new RunCores(plan);
    this.host = host;
    this.log = log;
    this.silenceMax = silenceMax;
    this.initial = initial;
    for (OrganizationSettings organization : plan.organizations()) {
      for (AgentSettings agent : organization.agents()) {
        organizationOfWorld.put(agent.world().value(), organization.id());
      }
    }
  }

  List<String> organizations() {
    return plan.organizations().stream().map(OrganizationSettings::id).toList();
  }

  MessageLog log() {
    return log;
  }

  Duration silenceMax() {
    return silenceMax;
  }

  /**
   * Spawns the host and its door, and hands agents, worlds and orchestrators to the cluster.
   *
   * @return whom the node speaks to
   */
  ActorRef<OrchestratorsActor.Command> start(ActorContext<NodeActor.Command> context) {
    ActorRef<NodeActor.Command> node = context.getSelf();
    FailureListener failures = (actor, cause) -> node.tell(failure(actor, cause));
    ActorRef<ModelHostActor.Command> served =
        context.spawn(
            FailureInterceptor.around(ModelHostActor.Command.class, HostBoundaryActor.PARTY, failures, host),
            "model-host",
            ModelHostActor.props());
    ActorRef<HostBoundaryActor.Command> boundary =
        context.spawn(
            FailureInterceptor.around(
                HostBoundaryActor.Command.class,
                HostBoundaryActor.PARTY,
                failures,
                HostBoundaryActor.create(served, log, failures)),
            "model-host-boundary");
    ClusterSharding sharding = ClusterSharding.get(context.getSystem());
    ActorRef<OrchestratorsActor.Command> orchestrators =
        ClusterSingleton.get(context.getSystem())
            .init(
                SingletonActor.of(
                    OrchestratorsActor.create(id -> orchestrator(id, sharding, node, failures)), "orchestrators"));
    AgentDirectory directory =
        new ShardedDirectory(sharding, orchestrators, HostBoundaryActor.door(context, boundary));
    sharding.init(
        Entity.of(
            ShardedDirectory.AGENTS, entity -> agent(AgentId.parse(entity.getEntityId()), directory, failures)));
    sharding.init(
        Entity.of(
            ShardedDirectory.WORLDS, entity -> world(new WorldId(entity.getEntityId()), directory, failures)));
    return orchestrators;
  }

  private Behavior<OrchestratorMessage> orchestrator(
      String id, ClusterSharding sharding, ActorRef<NodeActor.Command> node, FailureListener failures) {
    AgentAddresses agents =
        (agent, message) -> sharding.entityRefFor(ShardedDirectory.AGENTS, agent.value()).tell(message);
    return RecordingInterceptor.around(
        OrchestratorMessage.class,
        Party.orchestrator(id),
        log,
        failures,
        recorder ->
            OrchestratorActor.create(
                id, cores.orchestrator(id), initial.of(id), agents, record(recorder, Landmarks::of), node));
  }

  private Behavior<AgentMessage> agent(AgentId id, AgentDirectory directory, FailureListener failures) {
    return RecordingInterceptor.around(
        AgentMessage.class,
        Party.of(id),
        log,
        failures,
        recorder ->
            AgentActor.create(
                id, cores.agent(id), initial.of(id), directory, RETRY_PAUSES, record(recorder, Landmarks::of)));
  }

  private Behavior<WorldMessage> world(WorldId id, AgentDirectory directory, FailureListener failures) {
    return RecordingInterceptor.around(
        WorldMessage.class, Party.of(id), log, failures, recorder -> WorldActor.create(cores.world(id), directory));
  }

  private <S> DurableRecord<S> record(Recorder recorder, Function<S, Landmark.Recovered> landmark) {
    return new LoggedRecord<>(log, recorder, landmark);
  }

  private NodeActor.Command failure(Party actor, RuntimeException cause) {
    String reason = actor + ": " + cause;
    if (cause instanceof LogFailedException) {
      return new NodeActor.Lost(String.valueOf(cause.getMessage()));
    }
    return switch (actor.kind()) {
      case AGENT -> new NodeActor.Broken(AgentId.parse(actor.id()).organization(), reason);
      case WORLD -> new NodeActor.Broken(organizationOfWorld.getOrDefault(actor.id(), ""), reason);
      case MODEL_HOST -> new NodeActor.HostLost(reason);
      case ORCHESTRATOR, NODE -> new NodeActor.Lost(reason);
    };
  }
}
