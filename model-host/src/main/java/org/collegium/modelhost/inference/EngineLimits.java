package org.collegium.modelhost.inference;

import org.collegium.modelhost.model.Decoder;

/**
 * Sizes of a generation engine.
 *
 * @param rowsMax sequences that are decoded together, a multiple of 8
 * @param rankMax largest rank of an adapter; decides how sums are cut, so it must be the same in every run that is to
 *     give the same bits
 * @param promptTokensMax most padded tokens that are read in one pass; a bound on memory
 */
public record EngineLimits(int rowsMax, int rankMax, int promptTokensMax) {
  /** Checks the ranges. */
  public EngineLimits {
    if (rowsMax < Decoder.ROWS_MIN || rowsMax % Decoder.ROWS_MIN != 0) {
      throw new IllegalArgumentException("rows must be a positive multiple of 8, was " + rowsMax);
    }
    if (rankMax < 1 || rankMax > 256) {
      throw new IllegalArgumentException("the largest rank must be in [1, 256], was " + rankMax);
    }
    if (promptTokensMax < 1) {
      throw new IllegalArgumentException("prompt tokens of one pass must be positive, was " + promptTokensMax);
    }
  }

  /** So many rows, ranks up to 32, 4096 tokens a pass. */
  public static EngineLimits of(int rowsMax) {
    return new EngineLimits(rowsMax, 32, 4096);
  }
}
