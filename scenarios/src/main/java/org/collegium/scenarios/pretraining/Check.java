package org.collegium.scenarios.pretraining;

/**
 * What one held-out check of a base found.
 *
 * @param name what was asked
 * @param cases how many episodes, texts or places
 * @param value share of the cases that came out right, or mean entropy in nats
 * @param unit {@code share} or {@code nats}
 * @param atLeast lowest value that is good
 * @param atMost highest value that is good
 */
public record Check(String name, int cases, double value, String unit, double atLeast, double atMost) {
  /** Whether the base is as it should be. */
  public boolean passed() {
    return value >= atLeast && value <= atMost;
  }
}
