package org.collegium.scenarios.measure;

import java.util.List;
import java.util.Optional;
import org.collegium.scenarios.statistics.Bootstrap;
import org.collegium.scenarios.statistics.Statistic;

/** Turns the values of several seeds into estimates. */
public final class Estimates {
  private static final String NO_VALUE = "no seed has a value";
  private static final String ONE_VALUE = "an interval needs at least 2 seeds with a value";

  private Estimates() {}

  /** One measure of one arm, from the values of its seeds in order. */
  public static MeasureSummary summary(Measure measure, List<MeasureValue> values) {
    int never = (int) values.stream().filter(value -> value instanceof MeasureValue.Never).count();
    return new MeasureSummary(
        measure, values, estimate(values, Statistic.MEAN), estimate(values, Statistic.MEDIAN), never,
        numbers(values).length);
  }

  /** A statistic of the values that are known or never, with its 95 % interval. */
  public static Estimate estimate(List<MeasureValue> values, Statistic statistic) {
    double[] numbers = numbers(values);
    if (numbers.length == 0) {
      MeasureValue missing = new MeasureValue.NotMeasured(NO_VALUE);
      return new Estimate(missing, missing, missing);
    }
    Optional<Bootstrap.Interval> interval = Bootstrap.STANDARD.interval(numbers, statistic);
    return new Estimate(
        value(statistic.of(numbers)),
        interval.map(each -> value(each.low())).orElse(new MeasureValue.NotMeasured(ONE_VALUE)),
        interval.map(each -> value(each.high())).orElse(new MeasureValue.NotMeasured(ONE_VALUE)));
  }

  private static double[] numbers(List<MeasureValue> values) {
    return values.stream()
        .filter(value -> !(value instanceof MeasureValue.NotMeasured))
        .mapToDouble(Estimates::number)
        .toArray();
  }

  private static double number(MeasureValue value) {
    return switch (value) {
      case MeasureValue.Known known -> known.value();
      case MeasureValue.Never _ -> Double.POSITIVE_INFINITY;
      case MeasureValue.NotMeasured missing -> throw new IllegalArgumentException(missing.reason());
    };
  }

  private static MeasureValue value(double number) {
    return number == Double.POSITIVE_INFINITY ? MeasureValue.NEVER : new MeasureValue.Known(number);
  }
}
