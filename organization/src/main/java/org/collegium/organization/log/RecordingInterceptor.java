package org.collegium.organization.log;

import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.collegium.agents.actor.DurableShell;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Recorder;

/**
 * Records every message of a protocol before its actor handles it, in the order of arrival. What the actor tells itself
 * inside its shell (any other class) is not recorded.
 *
 * <p>Says why an actor cannot go on: because it threw, or because it stopped although neither anybody nor itself had
 * asked it to, as one does whose state cannot be kept.
 */
public final class RecordingInterceptor<T> extends BehaviorInterceptor<Object, Object> {
  private final Class<T> protocol;
  private final Party receiver;
  private final Recorder recorder;
  private final FailureListener failures;
  private boolean lifeEnds;

  private RecordingInterceptor(Class<T> protocol, Party receiver, Recorder recorder, FailureListener failures) {
    super(Object.class);
    this.protocol = protocol;
    this.receiver = receiver;
    this.recorder = recorder;
    this.failures = failures;
  }

  /**
   * An actor whose messages are recorded. Each start of the behaviour is a new incarnation.
   *
   * @param protocol class of the messages to record
   * @param behavior made for each incarnation; its recorder also takes what the shell itself has to record
   */
  public static <T> Behavior<T> around(
      Class<T> protocol,
      Party receiver,
      MessageLog log,
      FailureListener failures,
      Function<Recorder, Behavior<T>> behavior) {
    return Behaviors.setup(context -> {
      Recorder recorder = log.recorder(receiver);
      // The interceptor sees the shell's own notes, too; from outside only the protocol can come.
      Behavior<Object> inner = made(behavior, receiver, recorder, failures).unsafeCast();
      return Behaviors.intercept(
              () -> new RecordingInterceptor<>(protocol, receiver, recorder, failures), inner)
          .narrow();
    });
  }

  private static <T> Behavior<T> made(
      Function<Recorder, Behavior<T>> behavior, Party receiver, Recorder recorder, FailureListener failures) {
    try {
      return behavior.apply(recorder);
    } catch (RuntimeException e) {
      failures.failed(receiver, e);
      throw e;
    }
  }

  @Override
  public Behavior<Object> aroundStart(TypedActorContext<Object> context, PreStartTarget<Object> target) {
    try {
      return target.start(context);
    } catch (RuntimeException e) {
      failures.failed(receiver, e);
      throw e;
    }
  }

  @Override
  public Behavior<Object> aroundReceive(
      TypedActorContext<Object> context, Object message, ReceiveTarget<Object> target) {
    try {
      if (protocol.isInstance(message)) {
        recorder.record(message);
      }
      lifeEnds |= message instanceof DurableShell.LifeEnds;
      Behavior<Object> next = target.apply(context, message);
      if (!Behavior.isAlive(next) && !lifeEnds) {
        failures.failed(receiver, new StateUnkeptException());
      }
      return next;
    } catch (RuntimeException e) {
      failures.failed(receiver, e);
      throw e;
    }
  }
}
