package org.collegium.scenarios.measure;

/** One measure of one organization. Nothing stands for a missing number: it is said that and why it is missing. */
public sealed interface MeasureValue {
  /** Says that a threshold was not reached. */
  MeasureValue NEVER = new Never();

  /** A number, finite. */
  record Known(double value) implements MeasureValue {
    /** Refuses what is not a number. */
    public Known {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a known value must be finite, was " + value);
      }
    }
  }

  /** The threshold was not reached within the run (right-censored); larger than every number. */
  record Never() implements MeasureValue {}

  /** Nothing was counted that this measure needs. */
  record NotMeasured(String reason) implements MeasureValue {}

  /** A number, or not measured when it is NaN or infinite. */
  static MeasureValue of(double value, String reasonWhenMissing) {
    return Double.isFinite(value) ? new Known(value) : new NotMeasured(reasonWhenMissing);
  }
}
