package org.collegium.modelhost.learning;

import java.util.Arrays;

/** Advantages of the rollouts of one task, each other's baseline (GRPO, arXiv 2402.03300, section 4.1.2). */
final class GroupAdvantages {
  /** Keeps the quotient finite; as in the reference implementations. */
  private static final double EPSILON = 1e-6;

  private GroupAdvantages() {}

  /** Whether all rewards are equal, so that the group teaches nothing. A group of one always is flat. */
  static boolean isFlat(double[] rewards) {
    return Arrays.stream(rewards).allMatch(reward -> reward == rewards[0]);
  }

  /** {@code (R - mean) / (std + 1e-6)} with the sample deviation (n - 1); all 0 for a flat group. */
  static double[] of(double[] rewards) {
    if (isFlat(rewards)) {
      return new double[rewards.length];
    }
    double mean = Arrays.stream(rewards).sum() / rewards.length;
    double squares = Arrays.stream(rewards).map(reward -> (reward - mean) * (reward - mean)).sum();
    double deviation = Math.sqrt(squares / (rewards.length - 1));
    return Arrays.stream(rewards).map(reward -> (reward - mean) / (deviation + EPSILON)).toArray();
  }
}
