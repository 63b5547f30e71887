package org.collegium.modelhost.pretraining;

/**
 * The shape of a base model that is to be trained.
 *
 * @param width size of the residual stream
 * @param layers number of blocks
 * @param heads query heads; {@code width / heads} is the head size and must be even
 * @param keyValueHeads key and value heads; divides {@code heads}
 * @param feedForwardWidth inner size of the SwiGLU
 * @param vocabularySize number of token ids
 * @param positionsMax longest sequence that the folder's configuration promises
 * @param tiedHead whether the output head is the embedding matrix
 * @param qkNorm whether queries and keys are RMS-normalised per head
 * @param ropeTheta base of the rotary angles
 * @param normEpsilon added to the mean square inside a norm
 */
public record BaseShape(
    int width,
    int layers,
    int heads,
    int keyValueHeads,
    int feedForwardWidth,
    int vocabularySize,
    int positionsMax,
    boolean tiedHead,
    boolean qkNorm,
    double ropeTheta,
    double normEpsilon) {
  /** Checks what every decoder needs. */
  public BaseShape {
    if (width < 2 || layers < 1 || heads < 1 || keyValueHeads < 1 || feedForwardWidth < 1 || vocabularySize < 2) {
      throw new IllegalArgumentException("every size of a base model must be positive");
    }
    if (width % heads != 0 || width / heads % 2 != 0) {
      throw new IllegalArgumentException("width " + width + " does not split into " + heads + " heads of even size");
    }
    if (heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(keyValueHeads + " key-value heads do not divide " + heads + " heads");
    }
  }

  /** The shape of the embedded base: 4 layers of width 128, tied, with QK-Norm; about 0.77 million parameters. */
  public static BaseShape embedded(int vocabularySize) {
    return new BaseShape(128, 4, 4, 4, 320, vocabularySize, 512, true, true, 10_000, 1e-5);
  }

  /** The same shape with or without QK-Norm. */
  public BaseShape withQkNorm(boolean normalised) {
    return new BaseShape(
        width,
        layers,
        heads,
        keyValueHeads,
        feedForwardWidth,
        vocabularySize,
        positionsMax,
        tiedHead,
        normalised,
        ropeTheta,
        normEpsilon);
  }
}
