package org.collegium.scenarios.configuration;

import java.util.Optional;
import org.collegium.agents.core.AgentBounds;
import org.collegium.agents.core.MindSettings;
import org.collegium.agents.core.PolicyLearning;
import org.collegium.agents.core.WorldLearning;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.organization.orchestrator.Budget;
import org.collegium.organization.topology.TopologySettings;

/** One variant of a scenario, with all its keys filled in. */
public record ArmSettings(
    String name,
    String description,
    int agents,
    String role,
    int groupSize,
    int rounds,
    MindSettings mind,
    Optional<PolicyLearning> policy,
    Optional<WorldLearning> worldModel,
    AdapterShape adapters,
    AgentBounds bounds,
    TopologySettings topology,
    Budget budget) {

  /** The same arm, cut down; a limit of 0 cuts nothing. */
  public ArmSettings cutTo(int agentsMax, int roundsMax) {
    return new ArmSettings(
        name,
        description,
        agentsMax == 0 ? agents : Math.min(agents, agentsMax),
        role,
        groupSize,
        roundsMax == 0 ? rounds : Math.min(rounds, roundsMax),
        mind,
        policy,
        worldModel,
        adapters,
        bounds,
        topology,
        budget);
  }
}
