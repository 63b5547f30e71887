package org.collegium.scenarios.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Bootstrap percentile intervals (Efron and Tibshirani 1993, chapters 6 and 13): the statistic of many samples drawn
 * with replacement, and what lies between the 2.5th and the 97.5th percentile of them. The same values, statistic and
 * seed give the same interval.
 *
 * @param resamples how many samples are drawn, at least 100
 * @param seed of the draws
 */
public record Bootstrap(int resamples, long seed) {
  private static final double TAIL = 0.025;

  /** Ten thousand samples from a fixed seed. */
  public static final Bootstrap STANDARD = new Bootstrap(10_000, 20_260_101L);

  /** An interval; its upper end may be positive infinity. */
  public record Interval(double low, double high) {}

  /** Checks the count. */
  public Bootstrap {
    if (resamples < 100) {
      throw new IllegalArgumentException("a 95 % interval needs at least 100 resamples, was " + resamples);
    }
  }

  /** The 95 % percentile interval; empty for fewer than 2 values, since one value says nothing about spread. */
  public Optional<Interval> interval(double[] values, Statistic statistic) {
    if (values.length < 2) {
      return Optional.empty();
    }
    double[] replicates = replicates(values, statistic);
    int low = (int) Math.floor(TAIL * resamples);
    int high = (int) Math.ceil((1 - TAIL) * resamples) - 1;
    // Whole replicates, not a mix of two neighbours: one of them may be infinite.
    return Optional.of(new Interval(replicates[low], replicates[high]));
  }

  /** The statistic of each sample, in ascending order. */
  public double[] replicates(double[] values, Statistic statistic) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] replicates = new double[resamples];
    double[] sample = new double[values.length];
    for (int i = 0; i < resamples; i++) {
      for (int j = 0; j < sample.length; j++) {
        sample[j] = values[random.nextInt(values.length)];
      }
      replicates[i] = statistic.of(sample);
    }
    Arrays.sort(replicates);
    return replicates;
  }
}
