package org.collegium.agents.actor;

import java.util.Optional;
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
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused.Reason;

/** The shell of one agent; every decision is made by {@link AgentCore}, and what it commits is kept. */
public final class AgentActor extends DurableShell<AgentMessage, AgentState, Effect> {
  /** Type of agents in the database of states. */
  public static final String ENTITY = "agent";

  private static final Look LOOK = new Look();

  private final TimerScheduler<Object> timers;
  private final AgentCore core;
  private final AgentDirectory directory;
  private final RetryPauses pauses;
  private final Patience patience;
  private final Unanswered unanswered;
  private final ActorRef<HostReply> hostReplies;

  /** What the host said last, when that was that it waits for its store: no answer, and no silence either. */
  private Optional<String> storeAway = Optional.empty();

  /** Time to see what has waited for how long. */
  private record Look() {}

  /** The host has not forgotten what it was asked. */
  private record UnderWay(String requestId) {}

  private AgentActor(
      ActorContext<Object> context,
      TimerScheduler<Object> timers,
      PersistenceId id,
      AgentCore core,
      AgentState initial,
      AgentDirectory directory,
      RetryPauses pauses,
      Patience patience,
      DurableRecord<AgentState> record) {
    super(context, id, AgentMessage.class, initial, record);
    this.timers = timers;
    this.core = core;
    this.directory = directory;
    this.pauses = pauses;
    this.patience = patience;
    this.unanswered = new Unanswered(patience);
    this.hostReplies = context.messageAdapter(HostReply.class, AgentActor::heard);
  }

  /**
   * The behaviour. Answers of the host arrive as {@link AgentMessage.HostAnswered}, so an interceptor sees everything.
   *
   * @param id names its state in the database; see {@link #ENTITY}
   * @param initial what an agent that was never kept begins with: {@link AgentState#INITIAL}, or that of a fork
   * @param patience with those who do not answer
   * @param record safe before a state is kept
   */
  public static Behavior<AgentMessage> create(
      PersistenceId id,
      AgentCore core,
      AgentState initial,
      AgentDirectory directory,
      RetryPauses pauses,
      Patience patience,
      DurableRecord<AgentState> record) {
    Behavior<Object> shell =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new AgentActor(context, timers, id, core, initial, directory, pauses, patience, record)));
    return shell.narrow();
  }

  /** That something is under way is no answer, and no message of the simulated world. */
  private static Object heard(HostReply reply) {
    return reply instanceof HostReply.Refused refused && refused.reason() == Reason.UNDER_WAY
        ? new UnderWay(refused.requestId())
        : new AgentMessage.HostAnswered(reply);
  }

  @Override
  protected Turn<AgentState, Effect> step(AgentState state, AgentMessage message) {
    hear(message);
    Step step = core.step(state, message);
    return new Turn<>(step.state(), step.effects());
  }

  private void hear(AgentMessage message) {
    switch (message) {
      case AgentMessage.HostAnswered(HostReply.Refused refused) when refused.reason() == Reason.STORE_AWAY ->
          storeAway = Optional.of(refused.detail());
      case AgentMessage.HostAnswered answered -> answered(answerTo(answered.reply().requestId()));
      case AgentMessage.Observed observed -> answered(answerTo(observed.episode(), observed.step()));
      case AgentMessage.Assigned _, AgentMessage.Told _, AgentMessage.EpisodeLost _, AgentMessage.RetryDue _ -> {
        // No answer.
      }
    }
  }

  private void answered(String answer) {
    storeAway = Optional.empty();
    unanswered.answered(answer);
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
      case Effect.AskHost ask ->
          send(answerTo(ask.request().requestId()), () -> directory.ask(ask.request(), hostReplies));
      case Effect.RetryLater later ->
          timers.startSingleTimer(
              later.requestId(), new AgentMessage.RetryDue(later.requestId()), pauses.before(later.attempt()));
      case Effect.TellWorld tell -> send(tell);
      case Effect.TellNeighbour tell -> directory.tell(tell.to(), tell.message());
      case Effect.Report report -> directory.report(report.report());
      case Effect.BeginAgain again -> endLife(again.reason());
      case Effect.Fail failure -> {
        unanswered.clear();
        directory.failed(failure);
      }
    }
  }

  private void send(Effect.TellWorld tell) {
    switch (tell.message()) {
      case WorldMessage.Open open ->
          send(answerTo(open.episode(), -1), () -> directory.tell(tell.world(), open));
      case WorldMessage.Act act ->
          send(answerTo(act.episode(), act.step()), () -> directory.tell(tell.world(), act));
      case WorldMessage.Leave leave -> directory.tell(tell.world(), leave);
    }
  }

  private void send(String answer, Runnable sending) {
    sending.run();
    unanswered.sent(answer, sending);
    if (!timers.isTimerActive(LOOK)) {
      patience.lookInterval().ifPresent(interval -> timers.startTimerWithFixedDelay(LOOK, LOOK, interval));
    }
  }

  private static String answerTo(String requestId) {
    return "host " + requestId;
  }

  private static String answerTo(String episode, int step) {
    return "world " + episode + " " + step;
  }

  /** What is sent again, and that it is under way, stays between the shell and whom it asks. */
  @Override
  protected void noted(Object note) {
    switch (note) {
      case Look _ -> look();
      case UnderWay(String requestId) -> unanswered.underWay(answerTo(requestId));
      default -> super.noted(note);
    }
  }

  private void look() {
    unanswered.look();
    if (unanswered.isHopeless()) {
      timers.cancel(LOOK);
      String time = patience.giveUpAfter().orElseThrow().toMillis() + " ms";
      endLife(
          storeAway
              .map(detail -> "the adapter store was away for " + time + ": " + detail)
              .orElse("nobody answered for " + time));
    } else if (unanswered.isEmpty()) {
      timers.cancel(LOOK);
    }
  }
}
