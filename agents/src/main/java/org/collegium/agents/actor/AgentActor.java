package org.collegium.agents.actor;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.collegium.agents.core.AgentCore;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.Step;
import org.collegium.modelhost.protocol.HostReply;

/** The shell of one agent; every decision is made by {@link AgentCore}. */
public final class AgentActor extends AbstractBehavior<AgentMessage> {
  private final TimerScheduler<AgentMessage> timers;
  private final AgentCore core;
  private final AgentDirectory directory;
  private final RetryPauses pauses;
  private final ActorRef<HostReply> hostReplies;
  private AgentState state;

  private AgentActor(
      ActorContext<AgentMessage> context,
      TimerScheduler<AgentMessage> timers,
      AgentCore core,
      AgentState initial,
      AgentDirectory directory,
      RetryPauses pauses) {
    super(context);
    this.timers = timers;
    this.core = core;
    this.state = initial;
    this.directory = directory;
    this.pauses = pauses;
    this.hostReplies = context.messageAdapter(HostReply.class, AgentMessage.HostAnswered::new);
  }

  /**
   * The behaviour. Answers of the host arrive as {@link AgentMessage.HostAnswered}, so an interceptor sees everything.
   *
   * @param initial {@link AgentState#INITIAL}, or what was kept at a round boundary
   */
  public static Behavior<AgentMessage> create(
      AgentCore core, AgentState initial, AgentDirectory directory, RetryPauses pauses) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new AgentActor(context, timers, core, initial, directory, pauses)));
  }

  @Override
  public Receive<AgentMessage> createReceive() {
    return newReceiveBuilder().onMessage(AgentMessage.class, this::take).build();
  }

  private Behavior<AgentMessage> take(AgentMessage message) {
    Step step = core.step(state, message);
    state = step.state();
    step.effects().forEach(this::carryOut);
    return this;
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Commit _ -> {
        // The state is in memory, and nothing else keeps it yet.
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
