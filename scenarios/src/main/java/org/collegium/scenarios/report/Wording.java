package org.collegium.scenarios.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.collegium.scenarios.measure.Estimate;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureValue;

/** Numbers as people read them: few digits, thousands divided, units behind a space that does not break. */
final class Wording {
  private static final String SPACE = "\u00A0";

  private Wording() {}

  /** What a measure is called, its numbers and units not to be broken apart. */
  static String title(Measure measure) {
    return measure.title().replace(" %", SPACE + "%");
  }

  /** A value of a measure. */
  static String value(Measure measure, MeasureValue value) {
    return switch (value) {
      case MeasureValue.Known known -> number(measure.unit(), known.value());
      case MeasureValue.Never _ -> "never";
      case MeasureValue.NotMeasured _ -> "\u2013";
    };
  }

  static String number(Measure.Unit unit, double value) {
    return switch (unit) {
      case SHARE -> percent(value);
      case NATS -> String.format(Locale.ROOT, "%.2f", value) + SPACE + "nat";
      case ROLLOUTS -> count(value);
      case TOKENS -> large(value);
      case BYTES -> bytes(Math.round(value));
    };
  }

  static String percent(double share) {
    double hundredths = share * 100;
    boolean isNearlyAll = hundredths > 99 && hundredths < 99.95;
    return String.format(Locale.ROOT, isNearlyAll ? "%.1f" : "%.0f", hundredths) + SPACE + "%";
  }

  static String count(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) || value >= 100 ? "%,.0f" : "%,.1f", value);
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value);
  }

  static String bytes(long bytes) {
    return large((double) bytes) + "B";
  }

  /** Three digits with a prefix of powers of thousand, which the unit follows. */
  static String large(double value) {
    List<String> prefixes = List.of("", "k", "M", "G", "T");
    double rest = value;
    int power = 0;
    while (rest >= 999.5 && power < prefixes.size() - 1) {
      rest /= 1000;
      power++;
    }
    int decimals = power == 0 || rest >= 100 ? 0 : rest >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", rest) + SPACE + prefixes.get(power);
  }

  static String duration(long ms) {
    Duration time = Duration.ofMillis(ms);
    if (ms < 10_000) {
      return String.format(Locale.ROOT, "%.1f", ms / 1000.0) + SPACE + "s";
    }
    if (ms < 120_000) {
      return time.toSeconds() + SPACE + "s";
    }
    return time.toHours() == 0
        ? time.toMinutes() + SPACE + "min" + SPACE + time.toSecondsPart() + SPACE + "s"
        : time.toHours() + SPACE + "h" + SPACE + time.toMinutesPart() + SPACE + "min";
  }

  static String plural(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d", count) + SPACE + (count == 1 ? one : many);
  }

  /** Both ends of an interval; empty when there is none. */
  static String interval(Measure measure, Estimate estimate) {
    if (estimate.low() instanceof MeasureValue.NotMeasured || estimate.high() instanceof MeasureValue.NotMeasured) {
      return "";
    }
    return value(measure, estimate.low()) + " to " + value(measure, estimate.high());
  }

  /** Two values with a dash between; a unit that both have stands once. */
  static String range(String low, String high) {
    int unit = high.lastIndexOf(SPACE);
    String suffix = unit < 0 ? SPACE : high.substring(unit);
    String start = low.endsWith(suffix) ? low.substring(0, low.length() - suffix.length()) : low;
    return start + SPACE + "\u2013 " + high;
  }

  /** Names in a sentence: {@code a}, {@code a and b}, {@code a, b and c}. */
  static String list(List<String> names) {
    if (names.size() < 2) {
      return String.join("", names);
    }
    return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }

  static String capitalized(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
