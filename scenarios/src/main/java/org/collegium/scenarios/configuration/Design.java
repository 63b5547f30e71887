package org.collegium.scenarios.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** In words, what it cuts organizations down to; empty when it cuts nothing. */
  public Optional<String> limits() {
    List<String> limits = new ArrayList<>();
    if (roundsMax > 0) {
      limits.add(roundsMax + " rounds");
    }
    if (agentsMax > 0) {
      limits.add(agentsMax + " agents");
    }
    return limits.isEmpty()
        ? Optional.empty()
        : Optional.of("design " + name + " allows at most " + String.join(" and ", limits));
  }
}
