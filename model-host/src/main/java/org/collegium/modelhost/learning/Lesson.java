package org.collegium.modelhost.learning;

import java.util.List;

/** What one adapter learns from one request, as plain numbers; knows no native array and no weights. */
sealed interface Lesson permits PolicyLesson, WorldLesson {
  /** Most inner steps; 0 when there is nothing to learn from. */
  int stepsMax();

  /** Every row that some inner step may have; decides the padded shape. */
  List<LearnRow> allRows();

  /** How many rows each inner step has. */
  int rowsPerStep();

  /** The rows of an inner step, {@code 0 <= index < stepsMax()}. */
  LessonStep step(int index);

  /** Whether the lesson ends before a step of such figures is taken. */
  boolean isEnough(StepFigures figures);

  /** Rollout groups given. */
  default int groups() {
    return 0;
  }

  /** Rollout groups whose rewards are all equal. */
  default int flatGroups() {
    return 0;
  }
}
