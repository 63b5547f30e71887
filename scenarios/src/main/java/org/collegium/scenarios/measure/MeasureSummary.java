package org.collegium.scenarios.measure;

import java.util.List;

/**
 * One measure of one arm over all seeds.
 *
 * @param values one a seed, in the order of the experiment's seeds
 * @param mean of the values; {@code Never} as soon as one value is
 * @param median of the values, where {@code Never} counts as larger than every number
 * @param never how many values are {@code Never}
 * @param measured how many values are {@code Known} or {@code Never}
 */
public record MeasureSummary(
    Measure measure, List<MeasureValue> values, Estimate mean, Estimate median, int never, int measured) {
  /** Copies the list. */
  public MeasureSummary {
    values = List.copyOf(values);
  }
}
