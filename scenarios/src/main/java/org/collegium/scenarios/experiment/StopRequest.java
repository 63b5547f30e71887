package org.collegium.scenarios.experiment;

import java.util.Optional;

/** Somebody's wish that a run stops at the next round boundary; can be made before the run began and more than once. */
public final class StopRequest {
  private final Object lock = new Object();
  private boolean made;
  private Optional<Runnable> action = Optional.empty();

  /** Wishes it. */
  public void make() {
    Optional<Runnable> due;
    synchronized (lock) {
      due = made ? Optional.empty() : action;
      made = true;
    }
    due.ifPresent(Runnable::run);
  }

  /** Whether it was wished. */
  public boolean isMade() {
    synchronized (lock) {
      return made;
    }
  }

  /** What is done once when it is wished; done at once when it was already. */
  public void whenMade(Runnable stop) {
    boolean due;
    synchronized (lock) {
      due = made;
      action = Optional.of(stop);
    }
    if (due) {
      stop.run();
    }
  }
}
