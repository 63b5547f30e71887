package org.collegium.organization.cluster;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.collegium.modelhost.store.StoreAwayException;
import org.slf4j.Logger;

/**
 * Greets nodes, once the mark is in the adapter store for which they are to look. A store that is away is asked again
 * with every greeting, for a while. For one actor.
 */
final class Greetings {
  /** Some minutes, or a quarter of an hour when each attempt takes the time in which a server must answer. */
  static final int ATTEMPTS_MAX = 100;

  private final ActorContext<RegistryCommand> context;
  private final SharedStore store;
  private final String cluster;
  private Optional<String> mark = Optional.empty();
  private boolean isLeaving;
  private int attempts;

  Greetings(ActorContext<RegistryCommand> context, SharedStore store, String cluster) {
    this.context = context;
    this.store = store;
    this.cluster = cluster;
  }

  /** Greets these nodes, or leaves the mark first, elsewhere; comes back with {@link RegistryCommand.MarkLeft}. */
  void greet(Collection<ActorRef<MemberCommand>> members) {
    if (mark.isPresent()) {
      MemberCommand welcome =
          new MemberCommand.Welcome(context.getSelf(), mark.get(), System.currentTimeMillis());
      members.forEach(member -> member.tell(welcome));
    } else if (!isLeaving) {
      isLeaving = true;
      attempts++;
      context.pipeToSelf(
          CompletableFuture.supplyAsync(
              () -> store.leave(cluster), context.getSystem().dispatchers().lookup(DispatcherSelector.blocking())),
          (left, failure) ->
              new RegistryCommand.MarkLeft(
                  Optional.ofNullable(left), Optional.ofNullable(failure).map(Greetings::cause)));
    }
  }

  /**
   * The mark is left, or is to be left again.
   *
   * @throws RuntimeException when the store does not take it, or has been away for too long
   */
  void left(RegistryCommand.MarkLeft told) {
    isLeaving = false;
    mark = told.mark();
    told.failure().ifPresent(failure -> {
      if (attempts >= ATTEMPTS_MAX) {
        throw new IllegalStateException(failure.getMessage() + "; tried " + attempts + " times", failure);
      }
      requireAway(failure, context.getLog());
    });
  }

  /** What a future failed with. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /**
   * Tells people that the adapter store is away.
   *
   * @throws RuntimeException when it is something else
   */
  static void requireAway(Throwable failure, Logger log) {
    switch (failure) {
      case StoreAwayException away -> log.warn("{}; it is asked again in a few seconds", away.getMessage());
      case RuntimeException lasting -> throw lasting;
      default -> throw new IllegalStateException(failure);
    }
  }
}
