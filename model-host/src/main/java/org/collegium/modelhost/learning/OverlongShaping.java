package org.collegium.modelhost.learning;

/** What DAPO adds to the reward of an answer that comes near the length limit (arXiv 2503.14476, equation 13). */
final class OverlongShaping {
  private OverlongShaping() {}

  /**
   * 0 up to {@code max - cache}, then falling linearly to -1 at {@code max}, -1 beyond.
   *
   * @param length action tokens of the answer
   * @param max limit {@code L_max}; 0 turns the shaping off
   * @param cache length {@code L_cache} of the soft part
   */
  static double penalty(int length, int max, int cache) {
    if (max == 0 || length <= max - cache) {
      return 0;
    }
    return length > max ? -1 : (max - cache - length) / (double) cache;
  }
}
