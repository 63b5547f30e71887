package org.collegium.organization.cluster;

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
  private final OrganizationEvents events;

  private OrchestratorActor(
      ActorContext<Object> context,
      PersistenceId id,
      String organization,
      OrchestratorCore core,
      OrchestratorState initial,
      AgentAddresses agents,
      DurableRecord<OrchestratorState> record,
      OrganizationEvents events) {
    super(context, id, OrchestratorMessage.class, initial, record);
    this.organization = organization;
    this.core = core;
    this.agents = agents;
    this.events = events;
  }

  /**
   * The behaviour.
   *
   * @param id names its state in the database; see {@link #ENTITY}
   * @param initial what an orchestrator that was never kept begins with
   * @param record safe before a state is kept
   */
  static Behavior<OrchestratorMessage> create(
      PersistenceId id,
      String organization,
      OrchestratorCore core,
      OrchestratorState initial,
      AgentAddresses agents,
      DurableRecord<OrchestratorState> record,
      OrganizationEvents events) {
    Behavior<Object> shell =
        Behaviors.setup(
            context -> new OrchestratorActor(context, id, organization, core, initial, agents, record, events));
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
      case OrchestratorEffect.CloseRound closed -> events.roundClosed(closed.result());
      case OrchestratorEffect.Finish finish -> events.finished(organization, finish);
    }
  }
}
