package org.collegium.modelhost.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;

/**
 * Rotary position embedding (RoFormer, arXiv 2104.09864) in the half-split form of Hugging Face: a head {@code (a, b)}
 * becomes {@code (a cos - b sin, b cos + a sin)}.
 *
 * <p>The tables hold one entry for every query head and key head; those of the queries carry the attention scale {@code
 * 1 / sqrt(headSize)} as well, which saves an operation.
 */
final class RotaryTable {
  private final int heads;
  private final int headSize;
  private final NDArray cosine;
  private final NDArray sine;
  private final NDArray swap;

  /** What one pass needs: {@code [time, heads, headSize]} or {@code [rows, heads, headSize]} each. */
  record Angles(NDArray cosine, NDArray sine) {}

  RotaryTable(ModelConfiguration configuration, int positions, NDManager manager) {
    heads = configuration.heads() + configuration.keyValueHeads();
    headSize = configuration.headSize();
    int half = headSize / 2;
    float[] cosines = new float[positions * heads * headSize];
    float[] sines = new float[cosines.length];
    double queryScale = 1 / Math.sqrt(headSize);
    for (int position = 0; position < positions; position++) {
      for (int head = 0; head < heads; head++) {
        double scale = head < configuration.heads() ? queryScale : 1;
        for (int i = 0; i < headSize; i++) {
          double angle = position * Math.pow(configuration.ropeTheta(), -2.0 * (i % half) / headSize);
          int at = (position * heads + head) * headSize + i;
          cosines[at] = (float) (scale * Math.cos(angle));
          sines[at] = (float) (scale * (i < half ? -Math.sin(angle) : Math.sin(angle)));
        }
      }
    }
    cosine = manager.create(cosines, new Shape(positions, (long) heads * headSize));
    sine = manager.create(sines, new Shape(positions, (long) heads * headSize));
    float[] permutation = new float[headSize * headSize];
    for (int i = 0; i < headSize; i++) {
      permutation[i * headSize + (i + half) % headSize] = 1;
    }
    swap = manager.create(permutation, new Shape(headSize, headSize));
  }

  /** Angles of the positions 0 to {@code time - 1}, made with the given manager. */
  Angles upTo(long time, NDManager manager) {
    NDIndex range = new NDIndex().addSliceDim(0, time).addAllDim();
    Shape shape = new Shape(time, heads, headSize);
    return new Angles(view(cosine, range, shape, manager), view(sine, range, shape, manager));
  }

  private static NDArray view(NDArray table, NDIndex range, Shape shape, NDManager manager) {
    NDArray slice = table.get(manager, range);
    slice.attach(manager);
    return slice.reshape(shape);
  }

  /** Angles of one position a row; {@code positions} is {@code [rows]} and owns the result's manager. */
  Angles at(NDArray positions) {
    Shape shape = new Shape(positions.size(), heads, headSize);
    return new Angles(
        Embedding.embedding(positions, cosine, SparseFormat.DENSE).singletonOrThrow().reshape(shape),
        Embedding.embedding(positions, sine, SparseFormat.DENSE).singletonOrThrow().reshape(shape));
  }

  /** Rotates {@code [..., heads, headSize]}. The exchange of halves is an exact product with a permutation. */
  NDArray rotate(NDArray queryKey, Angles angles) {
    return queryKey.mul(angles.cosine()).add(queryKey.matMul(swap).mul(angles.sine()));
  }
}
