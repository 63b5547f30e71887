package org.collegium.modelhost.learning;

import java.util.List;

/** What the base without any adapter says about rows. */
interface FrozenBase {
  /** Log-probability of each counted token, row by row. */
  List<float[]> logProbabilities(List<LearnRow> rows);

  /** Distribution at each counted place, {@code counted * vocabulary}, row by row. */
  List<float[]> distributions(List<LearnRow> rows);
}
