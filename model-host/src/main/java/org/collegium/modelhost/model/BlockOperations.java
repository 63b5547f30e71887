package org.collegium.modelhost.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.Arrays;

/**
 * The operations of one block, before, in and behind attention; the same for every pass of {@link Decoder}, where the
 * traps that shape this code are told.
 */
final class BlockOperations {
  private final ModelConfiguration configuration;
  private final RotaryTable rotary;

  /** Queries {@code [.., heads, headSize]}, keys {@code [.., keyValueHeads, headSize]}, values {@code [.., width]}. */
  record Projected(NDArray queries, NDArray keys, NDArray values) {}

  BlockOperations(ModelConfiguration configuration, RotaryTable rotary) {
    this.configuration = configuration;
    this.rotary = rotary;
  }

  /** The operations before attention. */
  Projected project(
      FusedWeights.Block block, int layer, Adaptation adaptation, NDArray state, RotaryTable.Angles angles) {
    NDArray input = norm(state, block.inputNorm());
    NDArray product =
        adaptation.adapt(layer, Projection.QUERY_KEY_VALUE, input, linear(input, block.queryKeyValue()));
    int last = product.getShape().dimension() - 1;
    int heads = configuration.heads() + configuration.keyValueHeads();
    NDList parts = product.split(new long[] {(long) heads * configuration.headSize()}, last);
    NDArray queryKey = parts.get(0).reshape(with(state.getShape(), heads, configuration.headSize()));
    for (NDArray weight : block.queryKeyNorm()) {
      queryKey = norm(queryKey, weight);
    }
    NDList rotated = rotary.rotate(queryKey, angles).split(new long[] {configuration.heads()}, last);
    return new Projected(rotated.get(0), rotated.get(1), parts.get(1));
  }

  /** The rest of a block behind attention. */
  NDArray finish(
      FusedWeights.Block block, int layer, Adaptation adaptation, NDArray state, NDArray attended) {
    NDArray middle =
        state.add(adaptation.adapt(layer, Projection.OUTPUT, attended, linear(attended, block.output())));
    NDArray input = norm(middle, block.feedForwardNorm());
    NDArray product = adaptation.adapt(layer, Projection.GATE_UP, input, linear(input, block.gateUp()));
    NDList parts = product.split(new long[] {configuration.intermediate()}, product.getShape().dimension() - 1);
    NDArray gate = parts.get(0);
    NDArray activated = gate.mul(Activation.sigmoid(gate)).mul(parts.get(1));
    return middle.add(adaptation.adapt(layer, Projection.DOWN, activated, linear(activated, block.down())));
  }

  /** Causal attention inside sequences; returns {@code [rows, time, queryWidth]}. */
  NDArray attendWithin(Projected projected, NDArray mask) {
    Shape shape = projected.keys().getShape();
    long rows = shape.get(0);
    long time = shape.get(1);
    long batch = rows * configuration.keyValueHeads();
    long headSize = configuration.headSize();
    NDArray values = projected.values().reshape(rows, time, configuration.keyValueHeads(), headSize);
    NDArray attended =
        Attention.attend(
            projected.queries().transpose(0, 2, 1, 3).reshape(batch, -1, headSize),
            projected.keys().transpose(0, 2, 1, 3).reshape(batch, time, headSize),
            values.transpose(0, 2, 1, 3).reshape(batch, time, headSize),
            mask,
            rows * configuration.heads(), time, time);
    NDArray byHead = attended.reshape(rows, configuration.heads(), time, headSize);
    return byHead.transpose(0, 2, 1, 3).reshape(rows, time, configuration.queryWidth());
  }

  /** Root mean square layer normalisation (arXiv 1910.07467) over the last axis. */
  NDArray norm(NDArray array, NDArray weight) {
    int last = array.getShape().dimension() - 1;
    NDArray meanSquare = array.mul(array).mean(new int[] {last}, true);
    return array.div(meanSquare.add(configuration.normEpsilon()).sqrt()).mul(weight);
  }

  static NDArray linear(NDArray input, NDArray weight) {
    return Linear.linear(input, weight).singletonOrThrow();
  }

  /** Replaces the last axis by two. */
  private static Shape with(Shape shape, long heads, long headSize) {
    long[] axes = Arrays.copyOf(shape.getShape(), shape.dimension() + 1);
    axes[axes.length - 2] = heads;
    axes[axes.length - 1] = headSize;
    return new Shape(axes);
  }
}
