package org.collegium.organization.run;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.Figures;
import org.collegium.agents.identity.AgentId;

/**
 * One closed round of one organization.
 *
 * @param figures of each agent, by id
 * @param bytesTold bytes of all summaries and briefings of the round as Protobuf
 * @param bytesOfContexts what telling full contexts instead would have cost
 */
public record RoundResult(
    String organization, int round, SortedMap<AgentId, Figures> figures, long bytesTold, long bytesOfContexts) {
  /** Copies the map. */
  public RoundResult {
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }

  /** Figures of all agents together. */
  public Figures total() {
    return figures.values().stream().reduce(Figures.NONE, Figures::plus);
  }
}
