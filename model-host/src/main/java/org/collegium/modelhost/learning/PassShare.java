package org.collegium.modelhost.learning;

import java.util.List;

/** One adapter in a joint pass. */
final class PassShare {
  private final float[] moving;
  private final float[] resting;
  private final float scale;
  private final LessonStep step;
  private final int from;
  private final int to;

  /**
   * A share.
   *
   * @param moving parameters that get a gradient
   * @param resting parameters of the pair's other adapter when it takes part, else empty
   * @param scale factor of the update
   * @param step the rows and the loss
   * @param from first row of this pass
   * @param to behind the last row of this pass
   */
  PassShare(float[] moving, float[] resting, float scale, LessonStep step, int from, int to) {
    this.moving = moving;
    this.resting = resting;
    this.scale = scale;
    this.step = step;
    this.from = from;
    this.to = to;
  }

  float[] moving() {
    return moving;
  }

  float[] resting() {
    return resting;
  }

  float scale() {
    return scale;
  }

  LessonStep step() {
    return step;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  List<LearnRow> rows() {
    return step.rows().subList(from, to);
  }
}
