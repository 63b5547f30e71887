package org.collegium.agents.actor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The record of what an actor receives, as far as its kept state must agree with it. Called by the actor alone.
 *
 * @param <S> the actor's state
 */
public interface DurableRecord<S> {
  /** The actor begins a life with this state; nothing has come of it yet. */
  void began(S state);

  /** Completes when everything that the actor has received so far is safe; fails when it can never be. */
  CompletionStage<Void> safe();

  /**
   * A state is in the database; nobody has been told of it. Completes when it may be told, fails when it never may.
   */
  default CompletionStage<Void> kept() {
    return CompletableFuture.completedStage(null);
  }

  /** A record that needs no time and keeps nothing. */
  static <S> DurableRecord<S> none() {
    return new DurableRecord<>() {
      @Override
      public void began(S state) {
        // Nobody asks for it.
      }

      @Override
      public CompletionStage<Void> safe() {
        return CompletableFuture.completedStage(null);
      }
    };
  }
}
