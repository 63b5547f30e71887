package org.collegium.modelhost.learning;

import java.util.List;

/** The rows of one inner step, and what each of their counted places adds to the loss. */
interface LessonStep {
  /** As many rows as the lesson says. */
  List<LearnRow> rows();

  /**
   * Distribution that the places of a row are compared with, {@code counted * vocabulary}; empty when the row's tokens
   * themselves are.
   */
  default float[] distribution(int row) {
    return new float[0];
  }

  /**
   * What a counted place adds to the loss.
   *
   * @param row index in {@link #rows}
   * @param index of the counted token in its row
   * @param logProbability of the token; for a row with a distribution the mean log-probability under that
   * @param entropy at the place, nats
   */
  TokenPull pull(int row, int index, double logProbability, double entropy);
}
