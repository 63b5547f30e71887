package org.collegium.agents.actor;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.collegium.agents.core.AgentCore;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.Step;
import org.collegium.modelhost.protocol.HostReply;

/** The shell of one agent; every decision is made by {@link AgentCore}, and what it commits is kept. */
public final class AgentActor extends DurableShell<AgentMessage, AgentState, Effect> {
  /** Type of agents in the database of states. */
  public static final String ENTITY = "agent";

  private final TimerScheduler<Object> timers;
  private final AgentCore core;
  private final AgentDirectory directory;
  private final RetryPauses pauses;
  private final ActorRef<HostReply> hostReplies;

  private AgentActor(
      ActorContext<Object> context,
      TimerScheduler<Object> timers,
      PersistenceId id,
      AgentCore core,
      AgentState initial,
      AgentDirectory directory,
      RetryPauses pauses,
      DurableRecord<AgentState> record) {
    super(context, id, AgentMessage.class, initial, record);
    this.timers = timers;
    this.core = core;
    this.directory = directory;
    this.pauses = pauses;
    this.hostReplies = context.messageAdapter(HostReply.class, AgentMessage.HostAnswered::new);
  }

  /**
   * The behaviour. Answers of the host arrive as {@link AgentMessage.HostAnswered}, so an interceptor sees everything.
   *
   * @param id names its state in the database; see {@link #ENTITY}
   * @param initial what an agent that was never kept begins with: {@link AgentState#INITIAL}, or that of a fork
   * @param record safe before a state is kept
   */
  public static Behavior<AgentMessage> create(
      PersistenceId id,
      AgentCore core,
      AgentState initial,
      AgentDirectory directory,
      RetryPauses pauses,
      DurableRecord<AgentState> record) {
    Behavior<Object> shell =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new AgentActor(context, timers, id, core, initial, directory, pauses, record)));
    return shell.narrow();
  }

  @Override
  protected Turn<AgentState, Effect> step(AgentState state, AgentMessage message) {
    Step step = core.step(state, message);
    return new Turn<>(step.state(), step.effects());
  }

  @Override
  protected boolean commits(Effect effect) {
    return effect instanceof Effect.Commit;
  }

  @Override
  protected AgentState recovered(AgentState kept) {
    return kept;
  }

  @Override
  protected void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Commit _ -> {
        // Done: the shell has kept it.
      }
      case Effect.AskHost ask -> directory.ask(ask.request(), hostReplies);
      case Effect.RetryLater later ->
          timers.startSingleTimer(
              later.requestId(), new AgentMessage.RetryDue(later.requestId()), pauses.before(later.attempt()));
      case Effect.TellWorld tell -> directory.tell(tell.world(), tell.message());
      case Effect.TellNeighbour tell -> directory.tell(tell.to(), tell.message());
      case Effect.Report report -> directory.report(report.report());
      case Effect.Fail failure -> directory.failed(failure);
    }
  }
}
