package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.RunEnding;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;

/**
 * The guardian of a node: joins the cluster, begins all organizations, tells the listener of their rounds, and gathers
 * how they end.
 *
 * <p>Whatever fails, the run ends. An actor that throws fails its organization; then the others end at their next round
 * boundary. When the log fails, or nothing is recorded for {@code silence-timeout}, there is nothing to wait for and
 * the run ends at once. Then the actor system is stopped.
 */
final class NodeActor extends AbstractBehavior<NodeActor.Command> {
  /** How often silence is looked for, and how long the last organizations may take to end after one of them failed. */
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

  private final NodeParts parts;
  private final RunListener listener;
  private final CompletableFuture<RunOutcome> ended;
  private final ActorRef<OrchestratorsActor.Command> orchestrators;
  private final SortedMap<String, Finish> finished = new TreeMap<>();
  private Optional<String> failure = Optional.empty();
  private long recordedAtLastCheck;
  private Duration silence = Duration.ZERO;

  /** What a node is told. */
  sealed interface Command {}

  /** An organization closed a round. */
  record RoundClosed(RoundResult result) implements Command {}

  /** An organization has ended. */
  record Finished(String organization, Finish finish) implements Command {}

  /** End all organizations at their next round boundaries. */
  record StopAsked() implements Command {}

  /** An actor of an organization cannot go on. */
  record Broken(String organization, String reason) implements Command {}

  /** The model host cannot go on, so no organization can. */
  record HostLost(String reason) implements Command {}

  /** Nothing can go on. */
  record Lost(String reason) implements Command {}

  private record Joined() implements Command {}

  private record CheckSilence() implements Command {}

  private NodeActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeParts parts,
      RunListener listener,
      CompletableFuture<RunOutcome> ended) {
    super(context);
    this.parts = parts;
    this.listener = listener;
    this.ended = ended;
    this.orchestrators = parts.start(context);
    Cluster cluster = Cluster.get(context.getSystem());
    cluster
        .subscriptions()
        .tell(Subscribe.create(context.messageAdapter(SelfUp.class, up -> new Joined()), SelfUp.class));
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    timers.startTimerWithFixedDelay(new CheckSilence(), CHECK_INTERVAL);
  }

  /**
   * The behaviour.
   *
   * @param parts makes the actors below the node
   * @param ended is completed, once, when the run is over
   */
  static Behavior<Command> create(NodeParts parts, RunListener listener, CompletableFuture<RunOutcome> ended) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new NodeActor(context, timers, parts, listener, ended)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::take).build();
  }

  private Behavior<Command> take(Command command) {
    switch (command) {
      case Joined joined -> tellAll(new OrchestratorMessage.Begin());
      case RoundClosed closed -> heard(closed.result());
      case Finished ending -> finished(ending);
      case StopAsked asked -> tellAll(new OrchestratorMessage.StopRequested());
      case Broken broken -> broken(broken);
      case HostLost gone -> hostLost(gone.reason());
      case Lost lost -> end(Optional.of(lost.reason()));
      case CheckSilence check -> checkSilence();
    }
    return this;
  }

  private void heard(RoundResult result) {
    try {
      listener.roundClosed(result);
    } catch (RuntimeException e) {
      getContext().getLog().error("the listener of the run failed", e);
      getContext().getSelf().tell(new Broken(result.organization(), "the listener of the run failed: " + e));
    }
  }

  private void broken(Broken broken) {
    failure = failure.or(() -> Optional.of(broken.reason()));
    tell(broken.organization(), new OrchestratorMessage.NodeFailed(broken.reason()));
  }

  private void hostLost(String reason) {
    failure = failure.or(() -> Optional.of(reason));
    tellAll(new OrchestratorMessage.NodeFailed(reason));
  }

  private void finished(Finished ending) {
    if (finished.putIfAbsent(ending.organization(), ending.finish()) != null) {
      return;
    }
    boolean hasFailed = ending.finish().ending() == RunOutcome.Ending.FAILED;
    if (finished.size() < parts.organizations().size()) {
      if (hasFailed) {
        tellAll(new OrchestratorMessage.StopRequested());
      }
      return;
    }
    end(Optional.empty());
  }

  private void checkSilence() {
    long recorded = parts.log().recorded();
    silence = recorded == recordedAtLastCheck ? silence.plus(CHECK_INTERVAL) : Duration.ZERO;
    recordedAtLastCheck = recorded;
    if (silence.compareTo(parts.silenceMax()) >= 0) {
      String reason = "nothing has happened for " + silence.toSeconds() + " s";
      end(Optional.of(failure.map(first -> reason + " after: " + first).orElse(reason)));
    }
  }

  private void tellAll(OrchestratorMessage message) {
    parts.organizations().stream()
        .filter(organization -> !finished.containsKey(organization))
        .forEach(organization -> tell(organization, message));
  }

  private void tell(String organization, OrchestratorMessage message) {
    orchestrators.tell(new OrchestratorsActor.Addressed(organization, message));
  }

  private void end(Optional<String> lost) {
    if (ended.complete(RunEnding.of(finished, lost))) {
      getContext().getSystem().terminate();
    }
  }
}
