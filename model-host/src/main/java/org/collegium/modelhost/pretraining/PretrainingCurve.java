package org.collegium.modelhost.pretraining;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a pretraining did.
 *
 * @param points one a validation, in order
 * @param parameters of the base
 * @param seconds from the first to the last step
 */
public record PretrainingCurve(List<Point> points, long parameters, double seconds) {
  /** Copies the list. */
  public PretrainingCurve {
    points = List.copyOf(points);
  }

  /** Losses behind a step (from 1), nats a counted token. */
  public record Point(int step, double trainingLoss, double validationLoss) {}

  /** The validation loss behind the last step. */
  public double finalValidationLoss() {
    return points.getLast().validationLoss();
  }

  /** The first validated step whose validation loss is at most so much. */
  public OptionalInt stepsTo(double validationLoss) {
    return points.stream().filter(point -> point.validationLoss() <= validationLoss).mapToInt(Point::step).findFirst();
  }
}
