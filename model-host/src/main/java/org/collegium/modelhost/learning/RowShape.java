package org.collegium.modelhost.learning;

import java.util.List;

/**
 * The padded shape of one adapter's rows in one native pass. It depends on the lesson alone, never on what else is
 * learned at the same time: that is what keeps the bits of joint learning equal to those of learning alone.
 *
 * @param rows rows, padded with empty ones
 * @param time tokens of each row
 * @param counted counted places of each row
 */
record RowShape(int rows, int time, int counted) {
  /** Vector kernels treat short and odd lengths differently. */
  private static final int TIME_STEP = 8;

  private static final int TIME_MIN = 16;

  /** Matrix kernels treat products of a few rows differently. */
  private static final int PLACES_MIN = 16;

  /** Most tokens of one adapter in one pass; about 120 KB of activations are kept for each (width 128, 4 layers). */
  private static final int TOKENS_MAX = 4096;

  static RowShape of(List<LearnRow> rows, int rowsPerStep) {
    int longest = rows.stream().mapToInt(LearnRow::length).max().orElse(1);
    int counted = rows.stream().mapToInt(LearnRow::counted).max().orElse(1);
    int time = Math.max(TIME_MIN, Math.ceilDiv(longest, TIME_STEP) * TIME_STEP);
    int most = Math.max(1, TOKENS_MAX / time);
    int passes = Math.ceilDiv(Math.max(1, rowsPerStep), most);
    int perPass = Math.ceilDiv(Math.max(1, rowsPerStep), passes);
    return new RowShape(perPass, time, Math.max(counted, Math.ceilDiv(PLACES_MIN, perPass)));
  }

  /** Passes that so many rows need. */
  int passes(int allRows) {
    return Math.ceilDiv(allRows, rows);
  }

  /** Tokens of one pass, padding included. */
  int tokens() {
    return rows * time;
  }

  /** Counted places of one pass, padding included. */
  int places() {
    return rows * counted;
  }
}
