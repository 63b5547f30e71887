package org.collegium.modelhost.learning;

import java.util.ArrayList;
import java.util.List;
import org.collegium.modelhost.protocol.LearnFigures;
import org.collegium.modelhost.protocol.OptimizerSettings;

/** One request on its way: its lesson, its adapter, and how far it has come. Used by one thread. */
final class RunningLesson {
  private final Lesson lesson;
  private final Form form;
  private final MovingAdapter adapter;
  private final float[] resting;
  private final float scale;
  private final OptimizerSettings optimizer;
  private int steps;
  private boolean ended;
  private StepFigures last = StepFigures.NONE;
  private double firstLoss;
  private double gradientNorm;
  private long tokens;

  /**
   * What lessons must have in common to share a native pass.
   *
   * @param moving layout of the adapter that moves
   * @param resting layout of the other one when it takes part in the forward pass, else empty
   * @param shape padded shape of a pass
   * @param passes passes of an inner step
   */
  record Form(StackLayout moving, List<StackLayout> resting, RowShape shape, int passes) {
    /** Copies the list. */
    Form {
      resting = List.copyOf(resting);
    }
  }

  /**
   * A lesson before its first step.
   *
   * @param resting parameters of the pair's other adapter when it takes part, else empty
   */
  RunningLesson(
      Lesson lesson, Form form, MovingAdapter adapter, float[] resting, float scale, OptimizerSettings optimizer) {
    this.lesson = lesson;
    this.form = form;
    this.adapter = adapter;
    this.resting = resting;
    this.scale = scale;
    this.optimizer = optimizer;
    this.ended = lesson.stepsMax() == 0;
  }

  Form form() {
    return form;
  }

  MovingAdapter adapter() {
    return adapter;
  }

  boolean hasEnded() {
    return ended;
  }

  /** The shares of the next inner step, one a pass. */
  List<PassShare> nextShares() {
    LessonStep step = lesson.step(steps);
    int rows = step.rows().size();
    List<PassShare> shares = new ArrayList<>();
    for (int pass = 0; pass < form.passes(); pass++) {
      int from = Math.min(rows, pass * form.shape().rows());
      int to = Math.min(rows, from + form.shape().rows());
      shares.add(new PassShare(adapter.weights(), resting, scale, step, from, to));
    }
    return shares;
  }

  /**
   * Takes the inner step whose passes these are.
   *
   * @throws ArithmeticException when the gradient is not finite
   */
  void take(List<PassOutcome> outcomes) {
    StepFigures figures = outcomes.getFirst().figures();
    float[] gradient = outcomes.getFirst().gradient();
    for (PassOutcome next : outcomes.subList(1, outcomes.size())) {
      figures = figures.and(next.figures());
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += next.gradient()[i];
      }
    }
    last = figures;
    firstLoss = steps == 0 ? figures.loss() : firstLoss;
    tokens += figures.tokens();
    if (lesson.isEnough(figures)) {
      gradientNorm = AdapterAdamW.norm(gradient);
      ended = true;
      return;
    }
    gradientNorm = adapter.move(gradient, optimizer);
    steps++;
    ended = steps == lesson.stepsMax();
  }

  LearnFigures figures() {
    return new LearnFigures(
        steps,
        last.loss(),
        firstLoss,
        gradientNorm,
        tokens,
        lesson.groups(),
        lesson.flatGroups(),
        last.clipFraction(),
        last.entropy());
  }
}
