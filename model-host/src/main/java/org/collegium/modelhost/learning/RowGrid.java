package org.collegium.modelhost.learning;

import java.util.List;

/**
 * Rows of several adapters in one padded shape, as the native pass reads them.
 *
 * <p>Padding behind a row cannot be seen from before it (attention is causal); padding places point at the row's first
 * position and get no gradient.
 */
final class RowGrid {
  private final long[] tokens;
  private final long[] places;
  private final long[] targets;

  /**
   * Fills the grid.
   *
   * @param shares each adapter's rows, at most {@code shape.rows()}
   */
  RowGrid(RowShape shape, List<List<LearnRow>> shares) {
    this.tokens = new long[shares.size() * shape.tokens()];
    this.places = new long[shares.size() * shape.places()];
    this.targets = new long[places.length];
    for (int share = 0; share < shares.size(); share++) {
      for (int slot = 0; slot < shape.rows(); slot++) {
        int first = (share * shape.rows() + slot) * shape.time();
        int firstPlace = (share * shape.rows() + slot) * shape.counted();
        for (int i = 0; i < shape.counted(); i++) {
          places[firstPlace + i] = first;
        }
        if (slot < shares.get(share).size()) {
          fill(shares.get(share).get(slot), first, firstPlace);
        }
      }
    }
  }

  private void fill(LearnRow row, int first, int firstPlace) {
    for (int i = 0; i < row.length(); i++) {
      tokens[first + i] = row.input(i);
    }
    for (int i = 0; i < row.counted(); i++) {
      places[firstPlace + i] = (long) first + row.place(i);
      targets[firstPlace + i] = row.target(i);
    }
  }

  /** Token ids, adapter by adapter, row by row. */
  long[] tokens() {
    return tokens;
  }

  /** Counted places as indices into {@link #tokens}. */
  long[] places() {
    return places;
  }

  /** Id of the token that each place predicts. */
  long[] targets() {
    return targets;
  }
}
