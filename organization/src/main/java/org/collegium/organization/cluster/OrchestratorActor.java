package org.collegium.organization.cluster;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.collegium.agents.actor.DurableRecord;
import org.collegium.agents.actor.DurableShell;
import org.collegium.organization.rounds.OrchestratorCore;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.OrchestratorStep;

/**
 * The shell of one organization's orchestrator; every decision is made by {@link OrchestratorCore}, and its state is
 * kept whenever a round is closed.
 */
final class OrchestratorActor extends DurableShell<OrchestratorMessage, OrchestratorState, OrchestratorEffect> {
  /** Type of orchestrators in the database of states. */
  static final String ENTITY = "orchestrator";

  private final String organization;
  private final OrchestratorCore core;
  private final AgentAddresses agents;
  private final ActorRef<NodeActor.Command> node;

  private OrchestratorActor(
      ActorContext<Object> context,
      String organization,
      OrchestratorCore core,
      OrchestratorState initial,
      AgentAddresses agents,
      DurableRecord<OrchestratorState> record,
      ActorRef<NodeActor.Command> node) {
    super(context, PersistenceId.of(ENTITY, organization), OrchestratorMessage.class, initial, record);
    this.organization = organization;
    this.core = core;
    this.agents = agents;
    this.node = node;
  }

  /**
   * The behaviour.
   *
   * @param initial what an orchestrator that was never kept begins with
   * @param record safe before a state is kept
   */
  static Behavior<OrchestratorMessage> create(
      String organization,
      OrchestratorCore core,
      OrchestratorState initial,
      AgentAddresses agents,
      DurableRecord<OrchestratorState> record,
      ActorRef<NodeActor.Command> node) {
    Behavior<Object> shell =
        Behaviors.setup(
            context -> new OrchestratorActor(context, organization, core, initial, agents, record, node));
    return shell.narrow();
  }

  @Override
  protected Turn<OrchestratorState, OrchestratorEffect> step(OrchestratorState state, OrchestratorMessage message) {
    OrchestratorStep step = core.step(state, message);
    return new Turn<>(step.state(), step.effects());
  }

  @Override
  protected boolean commits(OrchestratorEffect effect) {
    return effect instanceof OrchestratorEffect.CloseRound;
  }

  @Override
  protected OrchestratorState recovered(OrchestratorState kept) {
    return kept.recovered();
  }

  @Override
  protected void carryOut(OrchestratorEffect effect) {
    switch (effect) {
      case OrchestratorEffect.Assign assign -> agents.tell(assign.to(), assign.message());
      case OrchestratorEffect.CloseRound closed -> node.tell(new NodeActor.RoundClosed(closed.result()));
      case OrchestratorEffect.Finish finish -> node.tell(new NodeActor.Finished(organization, finish));
    }
  }
}
