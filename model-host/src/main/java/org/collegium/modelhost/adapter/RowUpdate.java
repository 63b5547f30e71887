package org.collegium.modelhost.adapter;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The update of one projection where every row has one position and the arrays lie in the host's memory: the product
 * with {@code A} chunk by chunk as in {@link LowRankProduct}, that with {@code B} row by row in place. A row reads only
 * what belongs to its own adapters, so nothing need be masked, and no array arises that must be added.
 */
final class RowUpdate implements ProjectionUpdate {
  private final SlotPlan plan;
  private final NDArray down;
  private final Part[][] parts;
  private final int[] outs;
  private final int out;
  private final int width;
  private final float[] sum;
  private final float[] lows;

  /**
   * One adapter of a row.
   *
   * @param slot in the row's chunk
   */
  record Use(int slot, RankRows rows) {}

  /** One adapter of a row in this projection. */
  private static final class Part {
    /** Where its first column of the product with {@code A} stands in the row. */
    private final int at;

    /** From there to the same column of the next linear layer. */
    private final int step;

    /** Rows of {@code B} of each linear layer. */
    private final float[][][] linears;

    Part(int at, int step, float[][][] linears) {
      this.at = at;
      this.step = step;
      this.linears = linears;
    }

    void addTo(float[] sum, int linear, float[] lows, int from) {
      RankRows.add(linears[linear], lows, from + at + linear * step, sum);
    }
  }

  private RowUpdate(SlotPlan plan, NDArray down, int width, int[] outs, Part[][] parts) {
    this.plan = plan;
    this.down = down;
    this.width = width;
    this.outs = outs;
    this.parts = parts;
    int sumOfOuts = 0;
    int longest = 0;
    for (int each : outs) {
      sumOfOuts += each;
      longest = Math.max(longest, each);
    }
    this.out = sumOfOuts;
    this.sum = new float[longest];
    this.lows = new float[parts.length * width];
  }

  /**
   * An update.
   *
   * @param array the {@code A} of the projection
   * @param down what the plan reads of it, {@code [chunks, in, linear layers * slots * rank]}
   * @param uses the adapters of each row
   * @param outs lengths of the linear layers' outputs
   */
  static RowUpdate of(SlotPlan plan, SlotArray array, NDArray down, List<List<Use>> uses, int[] outs) {
    Part[][] parts = new Part[uses.size()][];
    int step = plan.slots() * array.rank();
    for (int row = 0; row < parts.length; row++) {
      parts[row] =
          uses.get(row).stream()
              .map(use ->
                  new Part(use.slot() * array.rank(), step, use.rows().of(array.layer(), array.projection())))
              .toArray(Part[]::new);
    }
    return new RowUpdate(plan, down, outs.length * step, outs, parts);
  }

  @Override
  public NDArray addTo(NDArray product, NDArray input) {
    try (NDArray chunked = input.reshape(plan.chunks(), plan.chunkRows(), -1);
        NDArray low = chunked.batchMatMul(down)) {
      memory(low).get(lows);
    }
    FloatBuffer target = memory(product);
    for (int row = 0; row < parts.length; row++) {
      if (parts[row].length > 0) {
        add(target, row);
      }
    }
    return product;
  }

  /**
   * The memory of an array itself, to be used as long as the array is there. Of an array that is not contiguous DJL
   * would give that of a copy, without a word.
   */
  private static FloatBuffer memory(NDArray array) {
    return array.toByteBuffer(true).asFloatBuffer();
  }

  private void add(FloatBuffer target, int row) {
    int to = row * out;
    for (int linear = 0; linear < outs.length; linear++) {
      target.get(to, sum, 0, outs[linear]);
      for (Part part : parts[row]) {
        part.addTo(sum, linear, lows, row * width);
      }
      target.put(to, sum, 0, outs[linear]);
      to += outs[linear];
    }
  }
}
