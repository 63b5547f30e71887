package org.collegium.organization.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.collegium.organization.rounds.OrchestratorMessage;

/** The singleton of the cluster: owns all orchestrators and hands messages on by the organization. */
final class OrchestratorsActor extends AbstractBehavior<OrchestratorsActor.Command> {
  private final Function<String, Behavior<OrchestratorMessage>> orchestrators;
  private final Map<String, ActorRef<OrchestratorMessage>> children = new HashMap<>();

  /** What the orchestrators are told. */
  sealed interface Command {}

  /** A message for the orchestrator of one organization. */
  record Addressed(String organization, OrchestratorMessage message) implements Command {}

  private OrchestratorsActor(
      ActorContext<Command> context, Function<String, Behavior<OrchestratorMessage>> orchestrators) {
    super(context);
    this.orchestrators = orchestrators;
  }

  static Behavior<Command> create(Function<String, Behavior<OrchestratorMessage>> orchestrators) {
    return Behaviors.setup(context -> new OrchestratorsActor(context, orchestrators));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Addressed.class, this::handOn).build();
  }

  private Behavior<Command> handOn(Addressed addressed) {
    children
        .computeIfAbsent(
            addressed.organization(),
            organization ->
                getContext().spawn(orchestrators.apply(organization), "organization-" + (children.size() + 1)))
        .tell(addressed.message());
    return this;
  }
}
