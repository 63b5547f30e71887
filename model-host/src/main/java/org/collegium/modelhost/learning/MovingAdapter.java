package org.collegium.modelhost.learning;

import org.collegium.modelhost.protocol.OptimizerSettings;

/** A working copy of one adapter while it learns; the original stays as it is until the lesson is over. */
final class MovingAdapter {
  private final float[] weights;
  private final float[] firstMoments;
  private final float[] secondMoments;
  private long steps;

  /** Copies the arrays. */
  MovingAdapter(float[] weights, float[] firstMoments, float[] secondMoments, long steps) {
    this.weights = weights.clone();
    this.firstMoments = firstMoments.clone();
    this.secondMoments = secondMoments.clone();
    this.steps = steps;
  }

  /** The parameters themselves, in the order of {@link StackLayout}. */
  float[] weights() {
    return weights;
  }

  float[] firstMoments() {
    return firstMoments;
  }

  float[] secondMoments() {
    return secondMoments;
  }

  /** Optimizer steps of the adapter's whole life. */
  long steps() {
    return steps;
  }

  /**
   * One step of AdamW.
   *
   * @return the norm of the gradient before the clip
   * @throws ArithmeticException when the gradient is not finite; then nothing has moved
   */
  double move(float[] gradient, OptimizerSettings settings) {
    double norm = AdapterAdamW.norm(gradient);
    if (!Double.isFinite(norm)) {
      throw new ArithmeticException("the gradient is not finite");
    }
    steps++;
    return AdapterAdamW.step(weights, firstMoments, secondMoments, gradient, steps, settings);
  }
}
