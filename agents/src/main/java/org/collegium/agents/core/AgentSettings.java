package org.collegium.agents.core;

import java.util.Optional;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.modelhost.protocol.AdapterShape;

/**
 * Everything that is fixed about an agent.
 *
 * @param seed of the run; the agent derives all its streams from it, its id, round, episode and step
 * @param policy how reward moves the policy adapter, if at all
 * @param worldModel how observations move the world adapter, if at all
 */
public record AgentSettings(
    AgentId id,
    String role,
    WorldId world,
    AdapterShape adapters,
    MindSettings mind,
    Optional<PolicyLearning> policy,
    Optional<WorldLearning> worldModel,
    AgentBounds bounds,
    long seed) {}
