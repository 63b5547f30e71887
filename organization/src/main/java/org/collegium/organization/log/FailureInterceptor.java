package org.collegium.organization.log;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.collegium.organization.messagelog.Party;

/** Says why an actor that is not recorded stopped, whether it failed at its start or later. */
public final class FailureInterceptor<T> extends BehaviorInterceptor<T, T> {
  private final Party actor;
  private final FailureListener failures;

  private FailureInterceptor(Class<T> protocol, Party actor, FailureListener failures) {
    super(protocol);
    this.actor = actor;
    this.failures = failures;
  }

  /** An actor whose failures are heard of. */
  public static <T> Behavior<T> around(
      Class<T> protocol, Party actor, FailureListener failures, Behavior<T> behavior) {
    return Behaviors.intercept(() -> new FailureInterceptor<>(protocol, actor, failures), behavior);
  }

  @Override
  public Behavior<T> aroundStart(TypedActorContext<T> context, PreStartTarget<T> target) {
    try {
      return target.start(context);
    } catch (RuntimeException e) {
      failures.failed(actor, e);
      throw e;
    }
  }

  @Override
  public Behavior<T> aroundReceive(TypedActorContext<T> context, T message, ReceiveTarget<T> target) {
    try {
      return target.apply(context, message);
    } catch (RuntimeException e) {
      failures.failed(actor, e);
      throw e;
    }
  }
}
