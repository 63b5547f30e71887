package org.collegium.organization.cluster;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.rounds.OrchestratorCore;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.OrchestratorStep;

/** The shell of one organization's orchestrator; every decision is made by {@link OrchestratorCore}. */
final class OrchestratorActor extends AbstractBehavior<OrchestratorMessage> {
  private final String organization;
  private final OrchestratorCore core;
  private final AgentAddresses agents;
  private final MessageLog log;
  private final ActorRef<NodeActor.Command> node;
  private OrchestratorState state = OrchestratorState.INITIAL;

  private OrchestratorActor(
      ActorContext<OrchestratorMessage> context,
      String organization,
      OrchestratorCore core,
      AgentAddresses agents,
      MessageLog log,
      ActorRef<NodeActor.Command> node) {
    super(context);
    this.organization = organization;
    this.core = core;
    this.agents = agents;
    this.log = log;
    this.node = node;
  }

  static Behavior<OrchestratorMessage> create(
      String organization,
      OrchestratorCore core,
      AgentAddresses agents,
      MessageLog log,
      ActorRef<NodeActor.Command> node) {
    return Behaviors.setup(context -> new OrchestratorActor(context, organization, core, agents, log, node));
  }

  @Override
  public Receive<OrchestratorMessage> createReceive() {
    return newReceiveBuilder().onMessage(OrchestratorMessage.class, this::take).build();
  }

  private Behavior<OrchestratorMessage> take(OrchestratorMessage message) {
    OrchestratorStep step = core.step(state, message);
    state = step.state();
    step.effects().forEach(this::carryOut);
    return this;
  }

  private void carryOut(OrchestratorEffect effect) {
    switch (effect) {
      case OrchestratorEffect.Assign assign -> agents.tell(assign.to(), assign.message());
      case OrchestratorEffect.CloseRound closed -> {
        log.flush();
        node.tell(new NodeActor.RoundClosed(closed.result()));
      }
      case OrchestratorEffect.Finish finish -> node.tell(new NodeActor.Finished(organization, finish));
    }
  }
}
