package org.collegium.modelhost.pretraining;

/**
 * Linear warm-up, then constant, then a linear fall.
 *
 * @param steps optimizer steps of the whole training
 * @param warmUpSteps steps until the full rate
 * @param constantShare share of all steps after which the rate falls, [0, 1]
 * @param finalShare share of the full rate that the last step has
 */
public record LearningRateSchedule(int steps, int warmUpSteps, double constantShare, double finalShare) {
  /** Factor of the full learning rate at a step, {@code 0 <= step < steps}. */
  public double factor(int step) {
    double warm = warmUpSteps == 0 ? 1 : Math.min(1, (step + 1) / (double) warmUpSteps);
    double fallFrom = constantShare * steps;
    double fallOver = steps - 1 - fallFrom;
    if (step <= fallFrom || fallOver <= 0) {
      return warm;
    }
    return warm * (1 - (1 - finalShare) * (step - fallFrom) / fallOver);
  }
}
