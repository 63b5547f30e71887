package org.collegium.scenarios.experiment;

import java.util.List;

/** Learning of one organization: one point a round, in order. */
public record Curve(String arm, long seed, List<Point> points) {
  /** Copies the list. */
  public Curve {
    points = List.copyOf(points);
  }

  /**
   * One round.
   *
   * @param round from 1
   * @param rollouts learning episodes of one agent up to the end of this round
   * @param success share of this round's learning episodes that succeeded, mean over the agents; NaN when the round had
   *     none
   */
  public record Point(int round, double rollouts, double success) {}
}
