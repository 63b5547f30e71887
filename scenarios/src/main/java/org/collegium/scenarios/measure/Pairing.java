package org.collegium.scenarios.measure;

import java.util.List;
import java.util.stream.IntStream;
import org.collegium.scenarios.statistics.Statistic;

/** Compares two arms on the same seeds. */
public final class Pairing {
  private static final MeasureValue NO_PAIR = new MeasureValue.NotMeasured("the pair has no ratio or difference");

  private Pairing() {}

  /**
   * Baseline over arm, pair by pair, and the median over the pairs. A baseline that never got there makes the pair
   * larger than every number, an arm that never got there makes it 0, and a pair where neither did is left out.
   */
  public static Paired ratio(List<MeasureValue> arm, List<MeasureValue> baseline) {
    return of(arm, baseline, Statistic.MEDIAN, Pairing::ratio);
  }

  /** Arm minus baseline, pair by pair, and the mean over the pairs; pairs without two numbers are left out. */
  public static Paired difference(List<MeasureValue> arm, List<MeasureValue> baseline) {
    return of(arm, baseline, Statistic.MEAN, Pairing::difference);
  }

  /**
   * Two arms compared.
   *
   * @param pairs how many pairs were not left out
   */
  public record Paired(Estimate estimate, int pairs) {}

  private interface Combination {
    MeasureValue of(MeasureValue arm, MeasureValue baseline);
  }

  private static Paired of(
      List<MeasureValue> arm, List<MeasureValue> baseline, Statistic statistic, Combination combination) {
    if (arm.size() != baseline.size()) {
      throw new IllegalArgumentException("pairs need the same seeds, were " + arm.size() + " and " + baseline.size());
    }
    List<MeasureValue> pairs = IntStream.range(0, arm.size())
        .mapToObj(seed -> combination.of(arm.get(seed), baseline.get(seed)))
        .filter(pair -> !(pair instanceof MeasureValue.NotMeasured))
        .toList();
    return new Paired(Estimates.estimate(pairs, statistic), pairs.size());
  }

  private static MeasureValue ratio(MeasureValue arm, MeasureValue baseline) {
    return switch (arm) {
      case MeasureValue.Known known -> switch (baseline) {
        case MeasureValue.Known base -> MeasureValue.of(base.value() / known.value(), "division by 0");
        case MeasureValue.Never _ -> MeasureValue.NEVER;
        case MeasureValue.NotMeasured missing -> missing;
      };
      case MeasureValue.Never _ -> baseline instanceof MeasureValue.Known ? new MeasureValue.Known(0) : NO_PAIR;
      case MeasureValue.NotMeasured missing -> missing;
    };
  }

  private static MeasureValue difference(MeasureValue arm, MeasureValue baseline) {
    return arm instanceof MeasureValue.Known known && baseline instanceof MeasureValue.Known base
        ? new MeasureValue.Known(known.value() - base.value())
        : NO_PAIR;
  }
}
