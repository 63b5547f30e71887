package org.collegium.modelhost.pretraining;

import java.util.OptionalDouble;

/** Is told how a pretraining goes, on the thread that trains. */
@FunctionalInterface
public interface PretrainingListener {
  /** After each step. */
  void stepped(Progress progress);

  /**
   * Where a training stands.
   *
   * @param step steps done, from 1
   * @param steps all steps
   * @param trainingLoss of this step, nats a counted token
   * @param validationLoss when this step was validated
   * @param seconds since the start
   */
  record Progress(int step, int steps, double trainingLoss, OptionalDouble validationLoss, double seconds) {}
}
