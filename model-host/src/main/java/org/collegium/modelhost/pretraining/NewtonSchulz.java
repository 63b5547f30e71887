package org.collegium.modelhost.pretraining;

import ai.djl.ndarray.NDArray;

/**
 * Brings all singular values of a matrix near 1 by five quintic steps: {@code X <- aX + (bA + cA^2)X, A = X X^T} on
 * {@code X / (||X|| + 1e-7)} (K. Jordan, Muon, 2024).
 */
final class NewtonSchulz {
  private static final int STEPS = 5;
  private static final double A = 3.4445;
  private static final double B = -4.7750;
  private static final double C = 2.0315;

  private NewtonSchulz() {}

  /**
   * Orthogonalises each matrix of a stack.
   *
   * @param stack {@code [count, rows, columns]}, not changed, outside any gradient
   * @return the same shape, attached to the manager of {@code stack}
   */
  static NDArray orthogonalised(NDArray stack) {
    boolean tall = stack.getShape().get(1) > stack.getShape().get(2);
    NDArray x = tall ? stack.swapAxes(1, 2) : stack;
    NDArray norms = stack.square().sum(new int[] {1, 2}, true).sqrt().add(1e-7);
    x = x.div(norms);
    for (int i = 0; i < STEPS; i++) {
      NDArray gram = x.matMul(x.swapAxes(1, 2));
      NDArray polynomial = gram.mul(B).add(gram.matMul(gram).mul(C));
      x = x.mul(A).add(polynomial.matMul(x));
    }
    return tall ? x.swapAxes(1, 2) : x;
  }
}
