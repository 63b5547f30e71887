package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;

/**
 * A client's ear: says again and again what it wants, to one known node after the other, until the run is over. So it
 * does not matter which node dies, nor whether an answer is lost.
 */
final class FollowActor extends AbstractBehavior<FollowActor.Command> {
  private static final Duration INTERVAL = Duration.ofSeconds(3);

  /** Without any answer for so long nobody is there. */
  private static final Duration FIRST_ANSWER_MAX = Duration.ofSeconds(60);
  private static final Duration SILENCE_MAX = Duration.ofMinutes(10);

  private final List<Desk> desks;
  private final Function<ActorRef<ClientEvent>, RegistryCommand.FromClient> wish;
  private final Waiting waiting;
  private final RunListener listener;
  private final Following following;
  private final ActorRef<ClientEvent> ear;
  private final TimerScheduler<Command> timers;
  private Duration silence = Duration.ZERO;
  private int attempts;
  private boolean isAccepted;
  private Optional<ClientEvent.RunOver> lastOver = Optional.empty();
  private Set<String> awaited = Set.of();

  /** What a follower is told. */
  sealed interface Command {}

  private record Heard(ClientEvent event) implements Command {}

  private record Again() implements Command {}

  private record PatienceOver() implements Command {}

  /**
   * For which nodes a client waits at the end of a run.
   *
   * @param without names of those for which it does not
   * @param max how long it waits for the others; not at all when it is 0
   */
  record Waiting(Set<String> without, Duration max) {
    /** Copies the set. */
    Waiting {
      without = Set.copyOf(without);
    }
  }

  /**
   * What comes of it.
   *
   * @param accepted which run it is, once the cluster says that it plays it
   * @param over how the run ended
   */
  record Following(
      CompletableFuture<ClusterClient.Accepted> accepted, CompletableFuture<ClientEvent.RunOver> over) {
    void fail(String reason) {
      ClusterRefusedException refused = new ClusterRefusedException(reason);
      accepted.completeExceptionally(refused);
      over.completeExceptionally(refused);
    }
  }

  private FollowActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      List<Desk> desks,
      Function<ActorRef<ClientEvent>, RegistryCommand.FromClient> wish,
      Waiting waiting,
      RunListener listener,
      Following following) {
    super(context);
    this.timers = timers;
    this.desks = desks;
    this.wish = wish;
    this.waiting = waiting;
    this.listener = listener;
    this.following = following;
    this.ear = context.messageAdapter(ClientEvent.class, Heard::new);
    timers.startTimerWithFixedDelay(new Again(), Duration.ZERO, INTERVAL);
  }

  /**
   * The behaviour.
   *
   * @param desks of nodes of the cluster, at least one
   * @param wish what is wanted; said more than once
   * @param waiting for whom it waits at the end
   */
  static Behavior<Command> create(
      List<Desk> desks,
      Function<ActorRef<ClientEvent>, RegistryCommand.FromClient> wish,
      Waiting waiting,
      RunListener listener,
      Following following) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new FollowActor(context, timers, desks, wish, waiting, listener, following)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::take).build();
  }

  private Behavior<Command> take(Command command) {
    return switch (command) {
      case Again _ -> again();
      case PatienceOver _ -> finish(lastOver.orElseThrow());
      case Heard(ClientEvent event) -> {
        silence = Duration.ZERO;
        yield heard(event);
      }
    };
  }

  private Behavior<Command> again() {
    if (lastOver.isEmpty() && silence.compareTo(isAccepted ? SILENCE_MAX : FIRST_ANSWER_MAX) >= 0) {
      following.fail(isAccepted
          ? "the cluster has not answered for " + SILENCE_MAX.toMinutes() + " minutes; what it plays goes on there"
          : "no node of a cluster answers at this address");
      return Behaviors.stopped();
    }
    desks.get(attempts % desks.size()).tell(wish.apply(ear));
    attempts++;
    silence = silence.plus(INTERVAL);
    return this;
  }

  /** Names are used again, and a client that slept may ask for another run than the one it followed. */
  private boolean isOfAnother(ClientEvent event) {
    return following.accepted().isDone()
        && !event.run().isEmpty()
        && !event.run().equals(following.accepted().join().identity());
  }

  private Behavior<Command> heard(ClientEvent event) {
    if (isOfAnother(event)) {
      following.fail("the cluster has forgotten the run, and another one has its name");
      return Behaviors.stopped();
    }
    switch (event) {
      case ClientEvent.Accepted accepted -> {
        isAccepted = true;
        following.accepted().complete(new ClusterClient.Accepted(accepted.run(), accepted.scenario()));
      }
      case ClientEvent.RoundTold told -> {
        return tell(() -> listener.roundClosed(told.result()));
      }
      case ClientEvent.Rejected rejected -> {
        following.fail(rejected.reason());
        return Behaviors.stopped();
      }
      case ClientEvent.RunForgotten _ -> {
        // Answers another wish.
      }
      case ClientEvent.RunOver over -> {
        return end(over);
      }
    }
    return this;
  }

  /** A node that died may be on its way back; its part of the log is worth some waiting. */
  private Behavior<Command> end(ClientEvent.RunOver over) {
    Set<String> away = new TreeSet<>();
    over.nodes().stream().filter(this::isAwaited).forEach(node -> away.add(node.node()));
    if (away.isEmpty() || namesAStranger(over) || neverBegan(over) || waiting.max().isZero()) {
      return finish(over);
    }
    if (lastOver.isEmpty()) {
      timers.startSingleTimer(new PatienceOver(), waiting.max());
    }
    lastOver = Optional.of(over);
    boolean isTold = awaited.containsAll(away);
    awaited = away;
    return isTold ? this : tell(() -> listener.awaited(List.copyOf(away)));
  }

  private Behavior<Command> finish(ClientEvent.RunOver over) {
    following.over().complete(over);
    return Behaviors.stopped();
  }

  /** There is no log of it. */
  private static boolean neverBegan(ClientEvent.RunOver over) {
    return over.outcome().ending() == RunOutcome.Ending.FAILED && over.outcome().rounds().isEmpty();
  }

  private Behavior<Command> tell(Runnable what) {
    try {
      what.run();
      return this;
    } catch (RuntimeException e) {
      following.fail("the progress of the run cannot be told: " + e.getMessage() + "; the cluster goes on with it");
      return Behaviors.stopped();
    }
  }

  /** Whoever is told of the end refuses it then; there is nothing to wait for. */
  private boolean namesAStranger(ClientEvent.RunOver over) {
    return !over.nodes().stream().map(ClientEvent.NodeAddress::node).toList().containsAll(waiting.without());
  }

  private boolean isAwaited(ClientEvent.NodeAddress node) {
    return node.desk().isEmpty() && !waiting.without().contains(node.node());
  }
}
