package org.collegium.organization.orchestrator;

import java.util.List;
import org.collegium.agents.core.AgentBounds;
import org.collegium.agents.core.AgentSettings;
import org.collegium.organization.topology.TopologySettings;

/**
 * One organization of a run: one arm with one seed.
 *
 * @param id {@code ARM/SEED}
 * @param agents in the order of their ids
 * @param rounds most rounds, at least 1
 * @param seed shared by all arms of the same pair, so that arms are compared on the same draws
 */
public record OrganizationSettings(
    String id,
    String arm,
    long seed,
    List<AgentSettings> agents,
    TopologySettings topology,
    int rounds,
    Budget budget,
    AgentBounds bounds) {
  /** Copies the list. */
  public OrganizationSettings {
    agents = List.copyOf(agents);
  }
}
