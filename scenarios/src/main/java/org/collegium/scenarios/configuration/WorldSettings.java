package org.collegium.scenarios.configuration;

/**
 * The world of a scenario.
 *
 * @param companies of one block
 * @param blocks of new companies, one after the other
 * @param roundsPerBlock rounds of each block but the last
 * @param unseen companies that nobody calls and the world model is asked about
 */
public record WorldSettings(
    Kind kind, int companies, int blocks, int roundsPerBlock, Visits visits, int unseen) {
  /** Kinds of world. */
  public enum Kind {
    FRONT_DESK
  }

  /** How companies are visited. */
  public enum Visits {
    /** Every company of the block in every round. */
    TOGETHER,
    /** One company a round, in turn. */
    ONE_BY_ONE
  }
}
