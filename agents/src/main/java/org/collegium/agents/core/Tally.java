package org.collegium.agents.core;

/**
 * A sum with its count, so that tallies of many agents merge by addition.
 *
 * @param count how many values
 * @param sum of them
 */
public record Tally(long count, double sum) {
  /** One value. */
  public static Tally of(double value) {
    return new Tally(1, value);
  }

  /** Both together. */
  public Tally plus(Tally other) {
    return new Tally(count + other.count, sum + other.sum);
  }

  /** Sum over count; NaN when the count is 0. */
  public double mean() {
    return sum / count;
  }
}
