package org.collegium.modelhost.pretraining;

/**
 * One pretraining.
 *
 * @param shape of the base
 * @param optimizer of the hidden matrices
 * @param hiddenLearningRate full rate of the hidden matrices
 * @param outerLearningRate full rate of embeddings, head and norms
 * @param weightDecay decoupled decay of matrices (norms have none)
 * @param batchRows rows of a step
 * @param tokensPerRow longest row; shorter rows are padded
 * @param schedule steps and course of the learning rate
 * @param validateEvery steps between two validations; the last step is always validated
 * @param seed of the initial weights
 */
public record PretrainingSettings(
    BaseShape shape,
    BaseOptimizer optimizer,
    double hiddenLearningRate,
    double outerLearningRate,
    double weightDecay,
    int batchRows,
    int tokensPerRow,
    LearningRateSchedule schedule,
    int validateEvery,
    long seed) {
  /** Checks the counts. */
  public PretrainingSettings {
    if (batchRows < 1 || tokensPerRow < 2 || schedule.steps() < 1 || validateEvery < 1) {
      throw new IllegalArgumentException("a pretraining needs rows, at least 2 tokens a row, steps and validations");
    }
    if (tokensPerRow > shape.positionsMax()) {
      throw new IllegalArgumentException(
          "rows of " + tokensPerRow + " tokens do not fit " + shape.positionsMax() + " positions");
    }
  }

  /** Muon with QK-Norm as measured best for the embedded base: 900 steps of 32 rows of 64 tokens. */
  public static PretrainingSettings embedded(int vocabularySize, long seed) {
    return new PretrainingSettings(
        BaseShape.embedded(vocabularySize),
        BaseOptimizer.MUON,
        0.02,
        3e-3,
        0,
        32,
        64,
        new LearningRateSchedule(900, 40, 0.6, 0.05),
        50,
        seed);
  }

  /** The same training with AdamW at one rate for everything, with or without QK-Norm. */
  public PretrainingSettings withAdamW(double learningRate, boolean qkNorm) {
    return new PretrainingSettings(
        shape.withQkNorm(qkNorm),
        BaseOptimizer.ADAMW,
        learningRate,
        learningRate,
        weightDecay,
        batchRows,
        tokensPerRow,
        schedule,
        validateEvery,
        seed);
  }
}
