package org.collegium.scenarios.experiment;

import java.util.List;
import java.util.Objects;
import org.collegium.scenarios.measure.Estimate;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureValue;
import org.collegium.scenarios.measure.Pairing;

/**
 * Two arms compared on the same seeds.
 *
 * @param arm the arm
 * @param baseline the arm it is compared with
 * @param kind how the paired values are combined
 * @param estimate of the median over the pairs (ratio) or of the mean over the pairs (difference)
 * @param pairs seeds on which both have a value. In a ratio a baseline that never got there makes the pair larger than
 *     every number, an arm that never got there makes it 0, and a pair where neither did is left out
 */
public record Comparison(String arm, String baseline, Measure measure, Kind kind, Estimate estimate, int pairs) {
  /** How paired values are combined. */
  public enum Kind {
    /** Baseline over arm: how many times as many rollouts the baseline needs. */
    RATIO,
    /** Arm minus baseline. */
    DIFFERENCE
  }

  /** Compares two arms: the median over the paired ratios, or the mean over the paired differences. */
  public static Comparison of(ArmResult arm, ArmResult baseline, Measure measure, Kind kind) {
    List<MeasureValue> own = Objects.requireNonNull(arm.measures().get(measure)).values();
    List<MeasureValue> other = Objects.requireNonNull(baseline.measures().get(measure)).values();
    Pairing.Paired paired = switch (kind) {
      case RATIO -> Pairing.ratio(own, other);
      case DIFFERENCE -> Pairing.difference(own, other);
    };
    return new Comparison(
        arm.arm().name(), baseline.arm().name(), measure, kind, paired.estimate(), paired.pairs());
  }
}
