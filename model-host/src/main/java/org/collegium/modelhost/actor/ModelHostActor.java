package org.collegium.modelhost.actor;

import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.collegium.modelhost.host.HostFigures;
import org.collegium.modelhost.host.ModelHost;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;

/**
 * A {@link ModelHost} on its own thread. Spawn it with {@link #props()}.
 *
 * <p>Between two quanta of work it takes all messages that have come: the tick for the next quantum goes to the end of
 * its own mailbox. So a burst of requests meets in one batch.
 *
 * <p>A request that fails is answered with {@link Refused}; only a failure outside of any request, or a model that
 * cannot be opened, stops the actor, and then all that wait are answered before it is gone.
 */
public final class ModelHostActor extends AbstractBehavior<ModelHostActor.Command> {
  private final ModelHost host;
  private boolean ticking;
  private boolean stopping;

  /** What a model host is told. */
  public sealed interface Command {}

  /** Asks for something; answered to {@code replyTo} by one reply. */
  public record Submit(HostRequest request, ActorRef<HostReply> replyTo) implements Command {}

  /** Asks what the host has done and holds; stays on the node. */
  public record Inspect(ActorRef<HostFigures> replyTo) implements Command {}

  /** Serves what it has, refuses what comes, then stops. */
  public record Stop() implements Command {}

  private record Tick() implements Command {}

  private ModelHostActor(ActorContext<Command> context, ModelHost host) {
    super(context);
    this.host = host;
  }

  /**
   * The behaviour; it opens its host when it starts and closes it when it stops, both on its own thread.
   *
   * @param open for example {@code () -> ModelHost.open(settings)}
   */
  public static Behavior<Command> create(Supplier<ModelHost> open) {
    return Behaviors.setup(context -> new ModelHostActor(context, open.get()));
  }

  /** A thread of its own that never ends while the actor lives. */
  public static Props props() {
    return DispatcherSelector.fromConfig("collegium.model-host.dispatcher");
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::take)
        .onSignal(PreRestart.class, _ -> close())
        .onSignal(PostStop.class, _ -> close())
        .build();
  }

  private Behavior<Command> take(Command command) {
    return switch (command) {
      case Submit submit -> submit(submit);
      case Inspect inspect -> {
        inspect.replyTo().tell(host.figures());
        yield this;
      }
      case Stop _ -> {
        stopping = true;
        yield host.isIdle() ? Behaviors.stopped() : this;
      }
      case Tick _ -> tick();
    };
  }

  private Behavior<Command> submit(Submit submit) {
    if (stopping) {
      String detail = "the model host is stopping";
      submit.replyTo().tell(new Refused(submit.request().requestId(), Refused.Reason.PAIR_LOST, detail));
      return this;
    }
    host.submit(submit.request(), submit.replyTo()::tell);
    if (!ticking && !host.isIdle()) {
      ticking = true;
      getContext().getSelf().tell(new Tick());
    }
    return this;
  }

  private Behavior<Command> tick() {
    ticking = host.work();
    if (ticking) {
      getContext().getSelf().tell(new Tick());
      return this;
    }
    return stopping ? Behaviors.stopped() : this;
  }

  private Behavior<Command> close() {
    host.close();
    return this;
  }
}
