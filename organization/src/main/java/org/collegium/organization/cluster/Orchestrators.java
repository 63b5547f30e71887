package org.collegium.organization.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.collegium.organization.registry.RunsEffect;
import org.collegium.organization.rounds.OrchestratorMessage;

/** The orchestrators of the run in play, as children of the registry's actor. */
final class Orchestrators {
  private final ActorContext<RegistryCommand> context;
  private final Map<String, ActorRef<OrchestratorMessage>> playing = new LinkedHashMap<>();

  Orchestrators(ActorContext<RegistryCommand> context) {
    this.context = context;
  }

  /** Lets them begin, or go on from what they kept. */
  void begin(RunsEffect.Begin begin, OpenRuns.OpenRun open) {
    OrganizationEvents events = new RunEvents(begin.run(), context.getSelf());
    for (String organization : begin.organizations()) {
      ActorRef<OrchestratorMessage> orchestrator =
          context.spawn(
              open.actors().orchestrator(organization, open.agents(), events, open.failures()),
              "organization-" + begin.run() + "-" + begin.organizations().indexOf(organization));
      playing.put(organization, orchestrator);
      context.watchWith(orchestrator, new RegistryCommand.OrchestratorGone(organization));
      orchestrator.tell(new OrchestratorMessage.Begin());
    }
  }

  /** Whether there is one to be told. */
  boolean tell(String organization, OrchestratorMessage message) {
    Optional<ActorRef<OrchestratorMessage>> orchestrator = Optional.ofNullable(playing.get(organization));
    orchestrator.ifPresent(there -> there.tell(message));
    return orchestrator.isPresent();
  }

  List<String> organizations() {
    return List.copyOf(playing.keySet());
  }

  /** Each is gone when the registry's actor hears so. */
  void stopAll() {
    List.copyOf(playing.values()).forEach(context::stop);
  }

  void gone(String organization) {
    playing.remove(organization);
  }

  boolean isEmpty() {
    return playing.isEmpty();
  }
}
