package org.collegium.scenarios.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  /** Survival of the treated mice, Efron and Tibshirani 1993, table 2.1. */
  private static final double[] MICE = {94, 197, 16, 38, 99, 141, 23};

  private static final double INFINITE = Double.POSITIVE_INFINITY;

  @Test
  void theStandardErrorsOfTheMouseDataAreThePublishedOnes() {
    // Table 2.2, infinitely many resamples: 23.36 for the mean, 37.83 for the median.
    assertThat(Statistic.MEAN.of(MICE)).isEqualTo(86.86, within(0.005));
    assertThat(Statistic.MEDIAN.of(MICE)).isEqualTo(94);
    assertThat(deviation(Bootstrap.STANDARD.replicates(MICE, Statistic.MEAN))).isEqualTo(23.36, within(0.5));
    assertThat(deviation(Bootstrap.STANDARD.replicates(MICE, Statistic.MEDIAN))).isEqualTo(37.83, within(0.8));
  }

  @Test
  void theIntervalOfTwoValuesIsTheValues() {
    // Means of samples of (0, 1): 0 in a quarter, 0.5 in a half, 1 in a quarter.
    assertThat(Bootstrap.STANDARD.interval(new double[] {0, 1}, Statistic.MEAN))
        .contains(new Bootstrap.Interval(0, 1));
  }

  @Test
  void theIntervalOfEqualValuesHasNoWidth() {
    assertThat(Bootstrap.STANDARD.interval(new double[] {48, 48, 48, 48, 48}, Statistic.MEDIAN))
        .contains(new Bootstrap.Interval(48, 48));
  }

  @Test
  void oneValueHasNoInterval() {
    assertThat(Bootstrap.STANDARD.interval(new double[] {3}, Statistic.MEAN)).isEmpty();
    assertThat(Bootstrap.STANDARD.interval(new double[0], Statistic.MEAN)).isEmpty();
  }

  @Test
  void aMedianWithFewInfiniteValuesIsFiniteAndItsIntervalIsNot() {
    double[] censored = {2048, 2496, INFINITE, 1792, INFINITE};

    assertThat(Statistic.MEDIAN.of(censored)).isEqualTo(2496);
    assertThat(Statistic.MEAN.of(censored)).isInfinite();
    Bootstrap.Interval interval = Bootstrap.STANDARD.interval(censored, Statistic.MEDIAN).orElseThrow();
    assertThat(interval.low()).isEqualTo(1792);
    assertThat(interval.high()).isInfinite();
  }

  @Test
  void theIntervalDoesNotDependOnTheOrderOfCallsAndDoesDependOnTheSeed() {
    double[] first = Bootstrap.STANDARD.replicates(MICE, Statistic.MEAN);
    Bootstrap.STANDARD.replicates(new double[] {1, 2}, Statistic.MEAN);

    assertThat(Bootstrap.STANDARD.replicates(MICE, Statistic.MEAN)).isEqualTo(first);
    assertThat(new Bootstrap(10_000, 2).replicates(MICE, Statistic.MEAN)).isNotEqualTo(first);
  }

  @Test
  void tooFewResamplesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Bootstrap(99, 1));
  }

  private static double deviation(double[] values) {
    double mean = Statistic.MEAN.of(values);
    return Math.sqrt(Arrays.stream(values).map(each -> (each - mean) * (each - mean)).sum() / values.length);
  }
}
