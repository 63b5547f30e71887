package org.collegium.modelhost.learning;

/**
 * What one inner step found, before it moved anything.
 *
 * @param loss sum over the places whose own token counts
 * @param anchorLoss sum over the places that are compared with a distribution
 * @param tokens places whose own token counts
 * @param clipped how many of these were clipped
 * @param entropySum of these places, nats
 */
record StepFigures(double loss, double anchorLoss, int tokens, int clipped, double entropySum) {
  static final StepFigures NONE = new StepFigures(0, 0, 0, 0, 0);

  StepFigures withToken(TokenPull pull, double entropy) {
    return new StepFigures(
        loss + pull.loss(), anchorLoss, tokens + 1, clipped + (pull.clipped() ? 1 : 0), entropySum + entropy);
  }

  StepFigures withAnchor(TokenPull pull) {
    return new StepFigures(loss, anchorLoss + pull.loss(), tokens, clipped, entropySum);
  }

  StepFigures and(StepFigures other) {
    return new StepFigures(
        loss + other.loss,
        anchorLoss + other.anchorLoss,
        tokens + other.tokens,
        clipped + other.clipped,
        entropySum + other.entropySum);
  }

  double clipFraction() {
    return tokens == 0 ? 0 : clipped / (double) tokens;
  }

  double entropy() {
    return tokens == 0 ? 0 : entropySum / tokens;
  }
}
