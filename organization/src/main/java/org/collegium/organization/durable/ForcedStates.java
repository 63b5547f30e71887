package org.collegium.organization.durable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings what a database holds to its device, so that even a power cut cannot take it back. */
@FunctionalInterface
public interface ForcedStates {
  /** For a database that forces each commit, or none that matters. */
  ForcedStates ALWAYS =
      new ForcedStates() {
        @Override
        public CompletionStage<Void> force() {
          return CompletableFuture.completedStage(null);
        }
      };

  /** Completes when everything that was committed before is on the device; fails when that cannot be. */
  CompletionStage<Void> force();
}
