package org.collegium.modelhost.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Scaled dot-product attention with grouped queries; the scale is in the queries already.
 *
 * <p>Scores, weights and sums have the same bits for every padded number of keys: masked places get a weight of exactly
 * 0 behind the real ones, and the weighted sum runs over fixed stretches of keys, so that no matrix kernel splits the
 * sum at a place that depends on the padding.
 */
final class Attention {
  /** A product over this many keys is summed in one go by the kernels in use; longer ones are split by them. */
  private static final int STRETCH_KEYS = 256;

  private Attention() {}

  /**
   * Attends.
   *
   * @param queries {@code [batch, queries, headSize]}
   * @param keys {@code [batch, keys, headSize]}
   * @param values {@code [batch, keys, headSize]}
   * @param mask 0 or minus infinity, of a shape that broadcasts to {@code maskedShape}
   * @param maskedShape shape of the scores in which the mask is added, the keys last
   * @return {@code [batch, queries, headSize]}
   */
  static NDArray attend(NDArray queries, NDArray keys, NDArray values, NDArray mask, long... maskedShape) {
    NDArray scores = queries.matMul(keys.swapAxes(1, 2));
    NDArray weights = scores.reshape(maskedShape).add(mask).softmax(-1).reshape(scores.getShape());
    long count = keys.getShape().get(1);
    if (count <= STRETCH_KEYS) {
      return weights.matMul(values);
    }
    NDArray sum = stretch(weights, values, 0, STRETCH_KEYS);
    for (long from = STRETCH_KEYS; from < count; from += STRETCH_KEYS) {
      sum = sum.add(stretch(weights, values, from, Math.min(count, from + STRETCH_KEYS)));
    }
    return sum;
  }

  private static NDArray stretch(NDArray weights, NDArray values, long from, long to) {
    NDArray some = weights.get(new NDIndex().addAllDim().addAllDim().addSliceDim(from, to));
    return some.matMul(values.get(weights.getManager(), new NDIndex().addAllDim().addSliceDim(from, to)));
  }

  /** The mask of a sequence that sees what is before it, {@code [time, time]}. */
  static NDArray causalMask(int time, NDManager manager) {
    float[] mask = new float[time * time];
    for (int query = 0; query < time; query++) {
      Arrays.fill(mask, query * time + query + 1, (query + 1) * time, Float.NEGATIVE_INFINITY);
    }
    return manager.create(mask, new Shape(time, time));
  }
}
