package org.collegium.modelhost.learning;

import java.util.List;
import org.collegium.modelhost.adapter.Adapter;

/** One adapter in a joint pass. */
final class PassShare {
  private final float[] moving;
  private final double scale;
  private final List<Adapter> resting;
  private final LessonStep step;
  private final int from;
  private final int to;

  /**
   * A share.
   *
   * @param moving parameters that get a gradient
   * @param scale factor of the moving adapter's update
   * @param resting the pair's other adapter when it takes part in the forward pass, else nothing
   * @param step the rows and the loss
   * @param from first row of this pass
   * @param to behind the last row of this pass
   */
  PassShare(float[] moving, double scale, List<Adapter> resting, LessonStep step, int from, int to) {
    this.moving = moving;
    this.scale = scale;
    this.resting = List.copyOf(resting);
    this.step = step;
    this.from = from;
    this.to = to;
  }

  float[] moving() {
    return moving;
  }

  double scale() {
    return scale;
  }

  List<Adapter> resting() {
    return resting;
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
