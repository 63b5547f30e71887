package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
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

  private static final OrchestratorMessage NUDGE = new OrchestratorMessage.Begin();

  private final TimerScheduler<Object> timers;
  private final String organization;
  private final OrchestratorCore core;
  private final AgentAddresses agents;
  private final Optional<Duration> nudgeInterval;
  private final OrganizationEvents events;

  private OrchestratorActor(
      ActorContext<Object> context,
      TimerScheduler<Object> timers,
      PersistenceId id,
      String organization,
      OrchestratorCore core,
      OrchestratorState initial,
      AgentAddresses agents,
      Optional<Duration> nudgeInterval,
      DurableRecord<OrchestratorState> record,
      OrganizationEvents events) {
    super(context, id, OrchestratorMessage.class, initial, record);
    this.timers = timers;
    this.organization = organization;
    this.core = core;
    this.agents = agents;
    this.nudgeInterval = nudgeInterval;
    this.events = events;
  }

  /**
   * The behaviour.
   *
   * @param id names its state in the database; see {@link #ENTITY}
   * @param initial what an orchestrator that was never kept begins with
   * @param nudgeInterval after so much silence in an open round those who have not reported are told of it again
   * @param record safe before a state is kept
   */
  static Behavior<OrchestratorMessage> create(
      PersistenceId id,
      String organization,
      OrchestratorCore core,
      OrchestratorState initial,
      AgentAddresses agents,
      Optional<Duration> nudgeInterval,
      DurableRecord<OrchestratorState> record,
      OrganizationEvents events) {
    Behavior<Object> shell =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new OrchestratorActor(
                            context,
                            timers,
                            id,
                            organization,
                            core,
                            initial,
                            agents,
                            nudgeInterval,
                            record,
                            events)));
    return shell.narrow();
  }

  @Override
  protected Turn<OrchestratorState, OrchestratorEffect> step(OrchestratorState state, OrchestratorMessage message) {
    OrchestratorStep step = core.step(state, message);
    nudgeAfterSilence(step.state());
    return new Turn<>(step.state(), step.effects());
  }

  /** The nudge is a message of the protocol, so that it is recorded and replayed like any other. */
  private void nudgeAfterSilence(OrchestratorState state) {
    if (state.phase() == OrchestratorState.Phase.OPEN) {
      nudgeInterval.ifPresent(interval -> timers.startSingleTimer(NUDGE, NUDGE, interval));
    } else {
      timers.cancel(NUDGE);
    }
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
