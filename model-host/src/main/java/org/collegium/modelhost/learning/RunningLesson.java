package org.collegium.modelhost.learning;

import java.util.ArrayList;
import java.util.List;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.LearnFigures;
import org.collegium.modelhost.protocol.OptimizerSettings;

/** One request on its way: its lesson, its adapter, and how far it has come. Used by one thread. */
final class RunningLesson {
  private final String requestId;
  private final AdapterKind kind;
  private final Lesson lesson;
  private final LessonForm form;
  private final Adapter original;
  private final MovingAdapter adapter;
  private final List<Adapter> resting;
  private final OptimizerSettings optimizer;
  private int steps;
  private boolean ended;
  private StepFigures last = StepFigures.NONE;
  private double firstLoss;
  private double gradientNorm;
  private long tokens;

  /**
   * A lesson before its first step.
   *
   * @param resting the pair's other adapter when it takes part in the forward pass, else nothing
   */
  RunningLesson(
      String requestId,
      AdapterKind kind,
      Lesson lesson,
      Adapter adapter,
      List<Adapter> resting,
      OptimizerSettings optimizer) {
    this.requestId = requestId;
    this.kind = kind;
    this.lesson = lesson;
    this.original = adapter;
    this.adapter = new MovingAdapter(adapter);
    this.resting = List.copyOf(resting);
    this.optimizer = optimizer;
    RowShape shape = RowShape.of(lesson.allRows(), lesson.rowsPerStep());
    this.form =
        new LessonForm(
            adapter.layout(),
            resting.stream().map(Adapter::layout).toList(),
            shape,
            shape.passes(lesson.rowsPerStep()));
    this.ended = lesson.stepsMax() == 0;
  }

  LessonForm form() {
    return form;
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
      shares.add(new PassShare(adapter.weights(), original.scale(), resting, step, from, to));
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

  /** What came of it. */
  LearnResult result() {
    Adapter moved = steps == 0 ? original : adapter.asVersionAfter(original);
    return new LearnResult.Moved(requestId, kind, moved, figures());
  }

  /** What came of it when that failed. */
  LearnResult failed(RuntimeException failure) {
    return new LearnResult.Failed(requestId, kind, failure);
  }

  private LearnFigures figures() {
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
