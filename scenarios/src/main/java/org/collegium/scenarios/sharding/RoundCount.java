package org.collegium.scenarios.sharding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunListener;

/** When rounds were closed, all organizations together. */
final class RoundCount implements RunListener {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closed = lock.newCondition();
  private final List<Long> closedNs = new ArrayList<>();
  private Optional<String> failure = Optional.empty();

  @Override
  public void roundClosed(RoundResult result) {
    lock.lock();
    try {
      closedNs.add(System.nanoTime());
      closed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The run is not in play any more; whoever waits is told. */
  void fail(Throwable cause) {
    lock.lock();
    try {
      failure = Optional.of(String.valueOf(cause.getMessage()));
      closed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until so many rounds were closed.
   *
   * @return when the last of them was, as {@link System#nanoTime()}
   * @throws ShardingFailedException when it takes too long, or the run has failed
   */
  long await(int rounds, Duration max) throws InterruptedException {
    lock.lock();
    try {
      long leftNs = max.toNanos();
      while (closedNs.size() < rounds) {
        failure.ifPresent(why -> {
          throw new ShardingFailedException("the run failed after " + closedNs.size() + " rounds: " + why);
        });
        if (leftNs <= 0) {
          throw new ShardingFailedException(
              closedNs.size() + " of " + rounds + " rounds were closed after " + max.toSeconds() + " s");
        }
        leftNs = closed.awaitNanos(leftNs);
      }
      return closedNs.get(rounds - 1);
    } finally {
      lock.unlock();
    }
  }

  /** Milliseconds between two times. */
  static long ms(long fromNs, long toNs) {
    return TimeUnit.NANOSECONDS.toMillis(toNs - fromNs);
  }
}
