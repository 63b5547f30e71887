package org.collegium.modelhost.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * The update of one projection for a whole batch, chunk by chunk: {@code ((x A^T) * mask) B^T}. Both matrices lie in
 * memory as the kernels read them, {@code A} as {@code [in, ..]} and {@code B} as {@code [.., out]}: with few rows,
 * turning one round would take longer than the product.
 */
final class LowRankProduct {
  private final SlotPlan plan;
  private final List<NDArray> masks;
  private final NDArray down;
  private final NDList ups = new NDList();

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
    ups.add(up);
  }

  NDArray addTo(NDArray product, NDArray input) {
    NDArray chunked = input.reshape(plan.chunks(), -1, input.getShape().getLastDimension());
    NDArray low = masked(chunked.matMul(down));
    NDArray update;
    if (ups.size() == 1) {
      update = up(low, ups.head());
    } else {
      NDList lows = low.split(cuts(ups.size(), (long) plan.slots() * plan.rank()), 2);
      NDList updates = new NDList(ups.size());
      for (int i = 0; i < ups.size(); i++) {
        updates.add(up(lows.get(i), ups.get(i)));
      }
      update = NDArrays.concat(updates, 2);
    }
    return product.add(update.reshape(product.getShape()));
  }

  private NDArray up(NDArray low, NDArray matrix) {
    if (plan.pieces() == 1) {
      return low.matMul(matrix);
    }
    long inner = (long) plan.slots() / plan.pieces() * plan.rank();
    NDList lows = low.split(cuts(plan.pieces(), inner), 2);
    NDArray sum = lows.get(0).matMul(piece(matrix, 0, inner, low.getManager()));
    for (int piece = 1; piece < plan.pieces(); piece++) {
      sum = sum.add(lows.get(piece).matMul(piece(matrix, piece, inner, low.getManager())));
    }
    return sum;
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
      return low.mul(masks.getFirst());
    }
    long time = shape.get(1) / plan.chunkRows();
    return low.reshape(plan.chunks(), plan.chunkRows(), time, shape.get(2)).mul(masks.getLast()).reshape(shape);
  }
}
