package org.collegium.modelhost.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The update of one projection for a whole batch, chunk by chunk: {@code ((x A^T) * mask) B^T}. Both matrices lie in
 * memory as the kernels read them, {@code A} as {@code [in, ..]} and {@code B} as {@code [.., out]}: with few rows,
 * turning one round would take longer than the product.
 */
final class LowRankProduct implements ProjectionUpdate {
  private final SlotPlan plan;
  private final List<NDArray> masks;
  private final NDArray down;
  private final NDList ups = new NDList();
  private long[] cuts = {};
  private long[] lowCuts = {};
  private long width;

  /**
   * A product that has no {@code B} yet.
   *
   * @param masks for one position a row, {@code [chunks, chunkRows, layers * slots * rank]}, and for several, {@code
   *     [chunks, chunkRows, 1, layers * slots * rank]}; none when nothing need be masked
   * @param down {@code [chunks, in, layers * slots * rank]}
   */
  LowRankProduct(SlotPlan plan, List<NDArray> masks, NDArray down) {
    this.plan = plan;
    this.masks = List.copyOf(masks);
    this.down = down;
  }

  /** Adds the next linear layer's {@code B}, {@code [chunks, slots * rank, out]}. */
  void add(NDArray up) {
    if (!ups.isEmpty()) {
      cuts = append(cuts, width);
      lowCuts = append(lowCuts, (long) ups.size() * plan.slots() * plan.rank());
    }
    width += up.getShape().get(2);
    ups.add(up);
  }

  private static long[] append(long[] cuts, long cut) {
    long[] longer = Arrays.copyOf(cuts, cuts.length + 1);
    longer[cuts.length] = cut;
    return longer;
  }

  /** What arises in between is freed at once, so that the next array lies in memory that is still in the caches. */
  @Override
  public NDArray addTo(NDArray product, NDArray input) {
    try (NDArray low = low(input);
        NDArray chunked = product.reshape(plan.chunks(), low.getShape().get(1), width)) {
      if (ups.size() == 1) {
        add(chunked, low, ups.head());
      } else {
        addEach(chunked, low);
      }
    }
    return product;
  }

  private NDArray low(NDArray input) {
    try (NDArray chunked = input.reshape(plan.chunks(), -1, down.getShape().get(1))) {
      return masked(chunked.batchMatMul(down));
    }
  }

  private void addEach(NDArray product, NDArray low) {
    try (NDList lows = low.split(lowCuts, 2);
        NDList parts = product.split(cuts, 2)) {
      for (int i = 0; i < ups.size(); i++) {
        add(parts.get(i), lows.get(i), ups.get(i));
      }
    }
  }

  private void add(NDArray product, NDArray low, NDArray matrix) {
    try (NDArray update = up(low, matrix)) {
      product.addi(update);
    }
  }

  private NDArray up(NDArray low, NDArray matrix) {
    if (plan.pieces() == 1) {
      return low.batchMatMul(matrix);
    }
    long inner = (long) plan.slots() / plan.pieces() * plan.rank();
    try (NDList lows = low.split(cuts(plan.pieces(), inner), 2)) {
      NDArray sum = up(lows.get(0), matrix, 0, inner);
      for (int piece = 1; piece < plan.pieces(); piece++) {
        try (NDArray next = up(lows.get(piece), matrix, piece, inner)) {
          sum.addi(next);
        }
      }
      return sum;
    }
  }

  private static NDArray up(NDArray low, NDArray matrix, int piece, long inner) {
    try (NDArray part = piece(matrix, piece, inner, low.getManager())) {
      return low.batchMatMul(part);
    }
  }

  private static NDArray piece(NDArray matrix, int piece, long inner, NDManager scope) {
    NDArray one = matrix.get(scope, new NDIndex().addAllDim().addSliceDim(piece * inner, (piece + 1) * inner));
    one.attach(scope);
    return one;
  }

  private static long[] cuts(int pieces, long length) {
    long[] cuts = new long[pieces - 1];
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = (i + 1) * length;
    }
    return cuts;
  }

  private NDArray masked(NDArray low) {
    if (masks.isEmpty()) {
      return low;
    }
    Shape shape = low.getShape();
    if (shape.get(1) == plan.chunkRows()) {
      return low.muli(masks.getFirst());
    }
    long time = shape.get(1) / plan.chunkRows();
    try (NDArray rows = low.reshape(plan.chunks(), plan.chunkRows(), time, shape.get(2))) {
      rows.muli(masks.getLast());
    }
    return low;
  }
}
