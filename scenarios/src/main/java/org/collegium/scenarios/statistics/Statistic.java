package org.collegium.scenarios.statistics;

import java.util.Arrays;

/** A number that stands for many. Positive infinity is a value like others: larger than each number. */
public enum Statistic {
  /** Arithmetic mean. */
  MEAN {
    @Override
    public double of(double[] values) {
      return Arrays.stream(values).sum() / values.length;
    }
  },
  /** The middle value; the mean of the middle two when their number is even. */
  MEDIAN {
    @Override
    public double of(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int half = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
  };

  /**
   * The statistic of at least one value.
   *
   * @param values without NaN and without negative infinity; not changed
   */
  public abstract double of(double[] values);
}
