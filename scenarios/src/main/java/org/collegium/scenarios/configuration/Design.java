package org.collegium.scenarios.configuration;

import java.util.List;

/**
 * What a run is cut down to.
 *
 * @param arms in order; empty for all
 * @param seeds how many of the evaluation seeds; 0 for all
 * @param agentsMax most agents of an organization; 0 cuts nothing
 * @param roundsMax most rounds of an organization; 0 cuts nothing
 */
public record Design(String name, List<String> arms, int seeds, int agentsMax, int roundsMax) {
  /** The design that runs when no other is chosen. */
  public static final String DEFAULT = "default";

  /** Copies the list. */
  public Design {
    arms = List.copyOf(arms);
  }
}
