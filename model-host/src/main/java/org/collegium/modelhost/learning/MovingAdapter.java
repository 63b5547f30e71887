package org.collegium.modelhost.learning;

import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.protocol.OptimizerSettings;

/** A working copy of one adapter while it learns; the original stays as it is until the lesson is over. */
final class MovingAdapter {
  private final float[] weights;
  private final float[] firstMoments;
  private final float[] secondMoments;
  private long steps;

  /** Copies the weights and the moments. */
  MovingAdapter(Adapter original) {
    this.weights = original.weights().clone();
    this.firstMoments = original.firstMoments().clone();
    this.secondMoments = original.secondMoments().clone();
    this.steps = original.steps();
  }

  /** The parameters themselves. */
  float[] weights() {
    return weights;
  }

  /** The next version of the original; this copy must not move any more. */
  Adapter asVersionAfter(Adapter original) {
    return original.learned(weights, firstMoments, secondMoments, steps);
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
