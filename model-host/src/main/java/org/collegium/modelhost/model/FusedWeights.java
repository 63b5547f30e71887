package org.collegium.modelhost.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Weights in the form of the forward pass: linear layers that read the same input are one matrix.
 *
 * @param embedding {@code [vocabulary, hidden]}
 * @param finalNorm {@code [hidden]}
 * @param head {@code [vocabulary, hidden]}; the embedding itself when the head is tied
 */
public record FusedWeights(
    ModelConfiguration configuration, NDArray embedding, List<Block> blocks, NDArray finalNorm, NDArray head) {
  /** Copies the list. */
  public FusedWeights {
    blocks = List.copyOf(blocks);
  }

  /**
   * One block.
   *
   * @param inputNorm {@code [hidden]}
   * @param queryKeyValue {@code [queryWidth + 2 keyValueWidth, hidden]}
   * @param queryKeyNorm {@code [heads + keyValueHeads, headSize]}, or nothing without QK-Norm
   * @param output {@code [hidden, queryWidth]}
   * @param feedForwardNorm {@code [hidden]}
   * @param gateUp {@code [2 intermediate, hidden]}
   * @param down {@code [hidden, intermediate]}
   */
  public record Block(
      NDArray inputNorm,
      NDArray queryKeyValue,
      List<NDArray> queryKeyNorm,
      NDArray output,
      NDArray feedForwardNorm,
      NDArray gateUp,
      NDArray down) {
    /** Copies the list. */
    public Block {
      queryKeyNorm = List.copyOf(queryKeyNorm);
    }
  }

  static NDArray stack(NDManager manager, List<NDArray> weights) {
    return weights.size() == 1 ? weights.getFirst() : attached(manager, NDArrays.concat(new NDList(weights), 0));
  }

  static NDArray perHead(NDManager manager, NDArray query, NDArray key, ModelConfiguration configuration) {
    NDArray queries = attached(manager, query.broadcast(new Shape(configuration.heads(), configuration.headSize())));
    NDArray keys = attached(manager, key.broadcast(new Shape(configuration.keyValueHeads(), configuration.headSize())));
    return attached(manager, NDArrays.concat(new NDList(queries, keys), 0));
  }

  /** An operation's result belongs to the manager of its left operand: a weight would collect them for ever. */
  private static NDArray attached(NDManager manager, NDArray array) {
    array.attach(manager);
    return array;
  }
}
