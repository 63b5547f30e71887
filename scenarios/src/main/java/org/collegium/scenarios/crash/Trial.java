package org.collegium.scenarios.crash;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One run that was killed at least once, and what became of it.
 *
 * @param cause {@link #KILLED}, or the place at which it was made to crash
 * @param places where it was when it died, in order; several when a process that resumed it was killed too
 * @param repairs how often a tail of the log had to be cut off
 * @param firstRounds how long processes that resumed it took from their start to the first round that they closed
 * @param fault how it differs from the run that nobody interrupted; empty when it is equal
 */
record Trial(String cause, List<String> places, int repairs, List<Duration> firstRounds, Optional<String> fault) {
  /** By another process, at a random instant. */
  static final String KILLED = "killed";

  /** It was done before the kill came. */
  static final String NOT_HIT = "after the end";

  /** Copies the lists. */
  Trial {
    places = List.copyOf(places);
    firstRounds = List.copyOf(firstRounds);
  }

  boolean isEqual() {
    return fault.isEmpty();
  }
}
