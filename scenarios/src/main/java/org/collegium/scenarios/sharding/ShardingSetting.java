package org.collegium.scenarios.sharding;

import java.nio.file.Path;
import java.time.Duration;
import org.collegium.scenarios.crash.Program;

/**
 * What is measured.
 *
 * @param program started once for each node
 * @param agents of all organizations together, a multiple of {@code agentsAnOrganization}
 * @param agentsAnOrganization an orchestrator folds all its reports at once, and copies what it has with each
 * @param nodes at least 2; one of them leaves and comes back
 * @param rounds at least 3: one to begin, one to measure, one in which a node leaves
 * @param companies episodes of an agent in a round are twice as many
 * @param scratch folder for everything
 * @param patience what takes longer has failed
 */
public record ShardingSetting(
    Program program,
    int agents,
    int agentsAnOrganization,
    int nodes,
    int rounds,
    int companies,
    Path scratch,
    Duration patience) {
  /** Checks the ranges. */
  public ShardingSetting {
    if (agents < agentsAnOrganization || agents % agentsAnOrganization != 0) {
      throw new IllegalArgumentException(
          "agents must be a multiple of " + agentsAnOrganization + ", as many as an organization has, was " + agents);
    }
    if (nodes < 2 || nodes > 16) {
      throw new IllegalArgumentException("nodes must be between 2 and 16, was " + nodes);
    }
    if (rounds < 3) {
      throw new IllegalArgumentException("rounds must be at least 3, was " + rounds);
    }
    if (companies < 1 || companies > 64) {
      throw new IllegalArgumentException("companies must be between 1 and 64, was " + companies);
    }
  }

  int organizations() {
    return agents / agentsAnOrganization;
  }

  /** Messages that an agent, its world and its orchestrator receive for one round of the agent when none is lost. */
  int messagesAnAgentRound() {
    int episodes = 2 * companies;
    // Assigned, reported; of each episode: opened, observed, left.
    return 2 + 3 * episodes;
  }
}
