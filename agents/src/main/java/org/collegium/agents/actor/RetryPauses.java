package org.collegium.agents.actor;

import java.time.Duration;

/**
 * How long to wait before a refused request is asked again: {@code first}, then twice as long each time, never longer
 * than {@code longest}.
 */
public record RetryPauses(Duration first, Duration longest) {
  private static final int DOUBLINGS_MAX = 30;

  /**
   * The pause before an attempt.
   *
   * @param attempt from 1
   */
  public Duration before(int attempt) {
    Duration grown = first.multipliedBy(1L << Math.min(attempt - 1, DOUBLINGS_MAX));
    return grown.compareTo(longest) < 0 ? grown : longest;
  }
}
