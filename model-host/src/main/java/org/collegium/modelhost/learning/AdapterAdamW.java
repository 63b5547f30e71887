package org.collegium.modelhost.learning;

import org.collegium.modelhost.protocol.OptimizerSettings;

/** AdamW (arXiv 1711.05101, algorithm 2) on the parameters of one adapter, with a clip by the norm of its gradient. */
final class AdapterAdamW {
  private AdapterAdamW() {}

  /** Euclidean norm, summed in double precision in index order. */
  static double norm(float[] gradient) {
    double squares = 0;
    for (float value : gradient) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /**
   * Moves weights and moments in place.
   *
   * @param gradient not changed; scaled down to {@code settings.gradientNormMax()} on the way
   * @param step number of this step, from 1
   * @return the norm of the gradient before the clip
   */
  static double step(
      float[] weights, float[] first, float[] second, float[] gradient, long step, OptimizerSettings settings) {
    double norm = norm(gradient);
    float clip = norm > settings.gradientNormMax() ? (float) (settings.gradientNormMax() / norm) : 1f;
    float beta1 = (float) settings.beta1();
    float beta2 = (float) settings.beta2();
    float rest1 = (float) (1 - settings.beta1());
    float rest2 = (float) (1 - settings.beta2());
    float decay = (float) (1 - settings.learningRate() * settings.weightDecay());
    float rate = (float) (settings.learningRate() / (1 - Math.pow(settings.beta1(), (double) step)));
    float correction = (float) (1 / Math.sqrt(1 - Math.pow(settings.beta2(), (double) step)));
    float epsilon = (float) settings.epsilon();
    for (int i = 0; i < weights.length; i++) {
      float slope = gradient[i] * clip;
      float mean = beta1 * first[i] + rest1 * slope;
      float square = beta2 * second[i] + rest2 * slope * slope;
      first[i] = mean;
      second[i] = square;
      weights[i] = weights[i] * decay - rate * mean / ((float) Math.sqrt(square) * correction + epsilon);
    }
    return norm;
  }
}
