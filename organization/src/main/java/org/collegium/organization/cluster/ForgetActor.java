package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** A client that wants the cluster to be rid of a run: says so again and again until it is. */
final class ForgetActor extends AbstractBehavior<ForgetActor.Command> {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** Without any answer for so long nobody is there. */
  private static final int SILENT_ATTEMPTS_MAX = 30;

  /** What takes longer goes on without being watched: ten minutes. */
  private static final int ATTEMPTS_MAX = 300;

  private final List<Desk> desks;
  private final Function<ActorRef<ClientEvent>, RegistryCommand.FromClient> wish;
  private final CompletableFuture<List<String>> away;
  private final ActorRef<ClientEvent> ear;
  private int attempts;
  private boolean isHeard;

  /** What it is told. */
  sealed interface Command {}

  private record Heard(ClientEvent event) implements Command {}

  private record Again() implements Command {}

  private ForgetActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      List<Desk> desks,
      Function<ActorRef<ClientEvent>, RegistryCommand.FromClient> wish,
      CompletableFuture<List<String>> away) {
    super(context);
    this.desks = desks;
    this.wish = wish;
    this.away = away;
    this.ear = context.messageAdapter(ClientEvent.class, Heard::new);
    timers.startTimerWithFixedDelay(new Again(), Duration.ZERO, INTERVAL);
  }

  /**
   * The behaviour.
   *
   * @param desks of nodes of the cluster, at least one
   * @param wish said more than once
   * @param away completed with the nodes that have yet to learn of it; fails with {@link ClusterRefusedException}
   */
  static Behavior<Command> create(
      List<Desk> desks,
      Function<ActorRef<ClientEvent>, RegistryCommand.FromClient> wish,
      CompletableFuture<List<String>> away) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new ForgetActor(context, timers, desks, wish, away)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::take).build();
  }

  private Behavior<Command> take(Command command) {
    return switch (command) {
      case Again _ -> again();
      case Heard(ClientEvent event) -> heard(event);
    };
  }

  private Behavior<Command> again() {
    if (attempts >= (isHeard ? ATTEMPTS_MAX : SILENT_ATTEMPTS_MAX)) {
      return refuse(isHeard
          ? "the run is not removed yet; the cluster goes on with it"
          : "no node of a cluster answers at this address");
    }
    desks.get(attempts % desks.size()).tell(wish.apply(ear));
    attempts++;
    return this;
  }

  private Behavior<Command> heard(ClientEvent event) {
    isHeard = true;
    return switch (event) {
      case ClientEvent.RunForgotten forgotten when forgotten.isDone() -> {
        away.complete(forgotten.away());
        yield Behaviors.stopped();
      }
      case ClientEvent.Rejected rejected -> refuse(rejected.reason());
      default -> this;
    };
  }

  private Behavior<Command> refuse(String reason) {
    away.completeExceptionally(new ClusterRefusedException(reason));
    return Behaviors.stopped();
  }
}
