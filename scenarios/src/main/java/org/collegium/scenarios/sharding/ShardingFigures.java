package org.collegium.scenarios.sharding;

import java.util.List;
import java.util.Optional;

/**
 * What was measured.
 *
 * @param firstRoundsMs from the submission until as many rounds were closed as there are organizations: agents are
 *     made, looked for in the database, and kept there
 * @param steadyMs for as many rounds more
 * @param steadyMessages received by agents, worlds and orchestrators in that time
 * @param agentsByNode before one left
 * @param leftMs from the wish to leave until the process was gone
 * @param rebalancedMs from the wish until the other nodes held all shards of agents again
 * @param restMs from the wish until the last round was closed
 * @param totalMs of the whole run
 * @param recorded messages in the merged log
 * @param outcome how the run ended, in words
 * @param difference what replay found; empty when the run happened exactly as recorded and all of it is there
 */
public record ShardingFigures(
    long firstRoundsMs,
    long steadyMs,
    long steadyMessages,
    List<Long> agentsByNode,
    long leftMs,
    long rebalancedMs,
    long restMs,
    long totalMs,
    long recorded,
    String outcome,
    Optional<String> difference) {
  /** Copies the list. */
  public ShardingFigures {
    agentsByNode = List.copyOf(agentsByNode);
  }
}
