package org.collegium.modelhost.protocol;

/**
 * The policy loss. GRPO and DAPO are two settings of it (see {@link #grpo()} and {@link #dapo(int, int)}).
 *
 * @param clipLow the ratio is clipped below at {@code 1 - clipLow}
 * @param clipHigh the ratio is clipped above at {@code 1 + clipHigh}
 * @param aggregation how token losses become one number
 * @param dropsFlatGroups leaves out groups whose rewards are all equal (the filter of dynamic sampling)
 * @param overlongMax length {@code L_max} of the overlong shaping in action tokens; 0 turns it off
 * @param overlongCache length {@code L_cache} of the soft part
 * @param klWeight weight of the k3 estimate of KL to the frozen base; 0 turns it off
 * @param entropyBonus weight of the mean token entropy that is added to the objective; 0 turns it off
 */
public record PolicyObjective(
    double clipLow,
    double clipHigh,
    Aggregation aggregation,
    boolean dropsFlatGroups,
    int overlongMax,
    int overlongCache,
    double klWeight,
    double entropyBonus) {
  /** How token losses become one number. */
  public enum Aggregation {
    /** Mean over the tokens of a sample, then over samples (GRPO). */
    SAMPLE_MEAN,
    /** Mean over all tokens of the step (DAPO). */
    TOKEN_MEAN
  }

  /** Group-relative policy optimization as published (arXiv 2402.03300), without KL. */
  public static PolicyObjective grpo() {
    return new PolicyObjective(0.2, 0.2, Aggregation.SAMPLE_MEAN, false, 0, 0, 0, 0);
  }

  /** Decoupled clip and dynamic sampling policy optimization (arXiv 2503.14476). */
  public static PolicyObjective dapo(int overlongMax, int overlongCache) {
    return new PolicyObjective(0.2, 0.28, Aggregation.TOKEN_MEAN, true, overlongMax, overlongCache, 0, 0);
  }
}
