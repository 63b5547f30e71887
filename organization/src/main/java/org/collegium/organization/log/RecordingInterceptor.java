package org.collegium.organization.log;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Recorder;

/**
 * Records every message of a protocol before its actor handles it, in the order of arrival. What the actor tells itself
 * inside its shell (any other class) passes unseen.
 */
public final class RecordingInterceptor<T> extends BehaviorInterceptor<T, T> {
  private final Party receiver;
  private final Recorder recorder;
  private final FailureListener failures;

  private RecordingInterceptor(Class<T> protocol, Party receiver, Recorder recorder, FailureListener failures) {
    super(protocol);
    this.receiver = receiver;
    this.recorder = recorder;
    this.failures = failures;
  }

  /**
   * An actor whose messages are recorded. Each start of the behaviour is a new incarnation.
   *
   * @param protocol class of the messages to record
   */
  public static <T> Behavior<T> around(
      Class<T> protocol, Party receiver, MessageLog log, FailureListener failures, Behavior<T> behavior) {
    return Behaviors.intercept(
        () -> new RecordingInterceptor<>(protocol, receiver, log.recorder(receiver), failures), behavior);
  }

  @Override
  public Behavior<T> aroundStart(TypedActorContext<T> context, PreStartTarget<T> target) {
    try {
      return target.start(context);
    } catch (RuntimeException e) {
      failures.failed(receiver, e);
      throw e;
    }
  }

  @Override
  public Behavior<T> aroundReceive(TypedActorContext<T> context, T message, ReceiveTarget<T> target) {
    try {
      recorder.record(message);
      return target.apply(context, message);
    } catch (RuntimeException e) {
      failures.failed(receiver, e);
      throw e;
    }
  }
}
