package org.collegium.modelhost.pretraining;

import java.util.List;

/**
 * Where the rows of a pretraining come from. The same call always gives the same rows, so a training is a function of
 * its settings and its corpus.
 */
public interface Corpus {
  /** Number of token ids; every token is in {@code [0, vocabularySize)}. */
  int vocabularySize();

  /** Fills rows that are shorter than the longest of their batch; never counted by a loss. */
  int paddingToken();

  /**
   * The rows of one training step.
   *
   * @param step from 0
   * @param rows how many rows
   * @param tokensMax most tokens of a row; every row has 2 to {@code tokensMax}
   */
  List<CorpusRow> training(int step, int rows, int tokensMax);

  /**
   * The held-out batches, always the same ones.
   *
   * @param rows how many rows each batch has
   * @param tokensMax most tokens of a row; every row has 2 to {@code tokensMax}
   */
  List<List<CorpusRow>> validation(int rows, int tokensMax);
}
