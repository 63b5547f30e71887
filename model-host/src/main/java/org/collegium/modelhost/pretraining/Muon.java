package org.collegium.modelhost.pretraining;

import ai.djl.ndarray.NDArray;

/**
 * Muon for a stack of hidden matrices of one shape: Nesterov momentum, orthogonalised (K. Jordan, Muon, 2024).
 *
 * <p>{@code m <- 0.95 m + 0.05 g; u = NS(0.05 g + 0.95 m) sqrt(max(1, rows / columns)); W <- W (1 - lr wd) - lr u}.
 */
final class Muon {
  private static final double MOMENTUM = 0.95;

  private Muon() {}

  /**
   * One step in place, outside any gradient.
   *
   * @param weights {@code [count, rows, columns]}
   * @param momentum same shape; 0 before the first step
   * @param gradients same shape, not changed
   */
  static void step(NDArray weights, NDArray momentum, NDArray gradients, double learningRate, double weightDecay) {
    NDArray share = gradients.mul(1 - MOMENTUM);
    momentum.muli(MOMENTUM).addi(share);
    NDArray update = NewtonSchulz.orthogonalised(share.add(momentum.mul(MOMENTUM)));
    double rows = weights.getShape().get(1);
    double columns = weights.getShape().get(2);
    double scale = Math.sqrt(Math.max(1, rows / columns));
    weights.muli(1 - learningRate * weightDecay).subi(update.mul(learningRate * scale));
  }
}
