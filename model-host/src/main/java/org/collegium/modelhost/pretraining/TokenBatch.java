package org.collegium.modelhost.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as arrays.
 *
 * @param inputs token ids, {@code [rows, time]}
 * @param targets the id that follows each input, {@code [rows, time, 1]}
 * @param weights one over the number of counted tokens where the target counts, else 0, {@code [rows, time, 1]}
 */
record TokenBatch(NDArray inputs, NDArray targets, NDArray weights) {
  /**
   * Makes the arrays of a batch; all belong to the manager.
   *
   * @param time length to which every row is padded
   */
  static TokenBatch of(List<CorpusRow> rows, int time, int paddingToken, NDManager manager) {
    long[] inputs = new long[rows.size() * time];
    long[] targets = new long[rows.size() * time];
    float[] weights = new float[rows.size() * time];
    Arrays.fill(inputs, paddingToken);
    Arrays.fill(targets, paddingToken);
    long counted = rows.stream().mapToLong(CorpusRow::countedTokens).sum();
    for (int row = 0; row < rows.size(); row++) {
      CorpusRow tokens = rows.get(row);
      for (int place = 0; place + 1 < tokens.tokens().length(); place++) {
        int at = row * time + place;
        inputs[at] = tokens.tokens().at(place);
        targets[at] = tokens.tokens().at(place + 1);
        weights[at] = tokens.counts(place + 1) ? 1f / counted : 0;
      }
    }
    Shape cells = new Shape(rows.size(), time, 1);
    return new TokenBatch(
        manager.create(inputs, new Shape(rows.size(), time)),
        manager.create(targets, cells),
        manager.create(weights, cells));
  }
}
