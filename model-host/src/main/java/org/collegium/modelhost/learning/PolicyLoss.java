package org.collegium.modelhost.learning;

import org.collegium.modelhost.protocol.PolicyObjective;

/** The clipped surrogate of one token with optional KL to the base and entropy bonus; a loss, so to be made small. */
final class PolicyLoss {
  private final PolicyObjective objective;

  PolicyLoss(PolicyObjective objective) {
    this.objective = objective;
  }

  /**
   * {@code w (-min(r A, clip(r) A) + klWeight k3 - entropyBonus H)} with
   * {@code r = exp(logp - sampled)} and {@code k3 =
   * exp(d) - d - 1, d = base - logp} (DAPO, arXiv 2503.14476, equation 8; k3, arXiv 2402.03300, equation 4).
   *
   * @param weight share {@code w} of this token in the mean
   * @param advantage of its rollout
   * @param logProbability of the token now
   * @param sampled log-probability when it was drawn
   * @param base log-probability under the frozen base; unused when the weight of KL is 0
   * @param entropy at its place now
   */
  TokenPull pull(
      double weight, double advantage, double logProbability, double sampled, double base, double entropy) {
    double ratio = Math.exp(logProbability - sampled);
    double clippedRatio = Math.clamp(ratio, 1 - objective.clipLow(), 1 + objective.clipHigh());
    boolean clipped = clippedRatio * advantage < ratio * advantage;
    double loss = clipped ? -clippedRatio * advantage : -ratio * advantage;
    double slope = clipped ? 0 : -ratio * advantage;
    if (objective.klWeight() != 0) {
      double difference = base - logProbability;
      loss += objective.klWeight() * (Math.exp(difference) - difference - 1);
      slope += objective.klWeight() * (1 - Math.exp(difference));
    }
    loss -= objective.entropyBonus() * entropy;
    return new TokenPull(weight * loss, weight * slope, -weight * objective.entropyBonus(), clipped);
  }
}
