package org.collegium.scenarios.experiment;

import org.collegium.scenarios.measure.Estimate;
import org.collegium.scenarios.measure.Measure;

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
}
