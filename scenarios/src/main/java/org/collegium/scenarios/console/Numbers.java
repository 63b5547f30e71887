package org.collegium.scenarios.console;

import java.util.Locale;
import org.collegium.scenarios.measure.Estimate;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;
import org.collegium.scenarios.measure.MeasureValue;

/** Numbers as people read them in a narrow column. */
public final class Numbers {
  private static final String NEVER = "never";
  private static final String NOT_MEASURED = "-";

  private Numbers() {}

  /**
   * The center of a measure over seeds with its interval, {@code 0.97 [0.95, 0.99]}; thresholds as medians, the others
   * as means; how many seeds never got there stands behind.
   */
  public static String of(MeasureSummary summary) {
    boolean isThreshold = summary.measure() == Measure.R50 || summary.measure() == Measure.R80;
    String text = of(isThreshold ? summary.median() : summary.mean(), summary.measure().unit());
    return summary.never() == 0 ? text : text + ", never " + summary.never() + "/" + summary.measured();
  }

  /** The mean of a measure that needs no interval, since it says what was spent and not what was found. */
  public static String withoutInterval(MeasureSummary summary) {
    return of(summary.mean().center(), summary.measure().unit());
  }

  /** An estimate with its interval. */
  public static String of(Estimate estimate, Measure.Unit unit) {
    String center = of(estimate.center(), unit);
    return estimate.low() instanceof MeasureValue.NotMeasured
        ? center
        : center + " [" + of(estimate.low(), unit) + ", " + of(estimate.high(), unit) + "]";
  }

  /** One value. */
  public static String of(MeasureValue value, Measure.Unit unit) {
    return switch (value) {
      case MeasureValue.Known known -> number(known.value(), unit);
      case MeasureValue.Never _ -> NEVER;
      case MeasureValue.NotMeasured _ -> NOT_MEASURED;
    };
  }

  private static String number(double value, Measure.Unit unit) {
    return switch (unit) {
      case SHARE, NATS -> String.format(Locale.ROOT, "%.2f", value);
      case ROLLOUTS, TOKENS -> count(Math.round(value));
      case BYTES -> bytes(Math.round(value));
    };
  }

  /** A count with separators, or in thousands and millions when it is long. */
  public static String count(long value) {
    if (value >= 10_000_000) {
      return String.format(Locale.ROOT, "%.1fM", value / 1e6);
    }
    return value >= 100_000
        ? String.format(Locale.ROOT, "%.0fk", value / 1e3)
        : String.format(Locale.ROOT, "%,d", value);
  }

  /** Bytes in the unit that keeps them short. */
  public static String bytes(long value) {
    if (value >= 1_000_000) {
      return String.format(Locale.ROOT, "%.1f MB", value / 1e6);
    }
    return value >= 1000 ? String.format(Locale.ROOT, "%.1f kB", value / 1e3) : value + " B";
  }

  /** Seconds as {@code m:ss} or {@code h:mm:ss}. */
  public static String time(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
