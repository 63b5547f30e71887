package org.collegium.agents.doors;

import java.util.Optional;
import org.collegium.agents.core.AgentBounds;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.core.MindSettings;
import org.collegium.agents.core.PolicyLearning;
import org.collegium.agents.core.WorldLearning;
import org.collegium.agents.dialect.Framing;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.WorldObjective;

/** Settings of agents at doors. */
public final class DoorSettings {
  /** The agent of most tests. */
  public static final AgentId AGENT = new AgentId("dual/3", "agent-1");

  /** Its world. */
  public static final WorldId WORLD = new WorldId("dual/3/agent-1");

  /** Its bounds. */
  public static final AgentBounds BOUNDS = new AgentBounds(96, 8, 3, 4, 6, 12, 8, 3);

  private static final OptimizerSettings OPTIMIZER = new OptimizerSettings(1e-3, 0.9, 0.99, 1e-8, 0, 1);

  private DoorSettings() {}

  /** An agent that imagines, notes and learns with both adapters. */
  public static AgentSettings dual() {
    return dual(AGENT, BOUNDS);
  }

  /** The same for another agent and other bounds. */
  public static AgentSettings dual(AgentId id, AgentBounds bounds) {
    return settings(id, bounds, mind(true, true), Optional.of(policy()), Optional.of(worldModel()));
  }

  /** An agent that only acts. */
  public static AgentSettings plain(AgentBounds bounds) {
    return settings(AGENT, bounds, mind(false, false), Optional.empty(), Optional.empty());
  }

  /** Any agent. */
  public static AgentSettings settings(
      AgentId id,
      AgentBounds bounds,
      MindSettings mind,
      Optional<PolicyLearning> policy,
      Optional<WorldLearning> worldModel) {
    AdapterShape shape = new AdapterShape(8, 8, 2);
    return new AgentSettings(id, "opener", new WorldId(id.value()), shape, mind, policy, worldModel, bounds, 7);
  }

  /** A mind that acts with its policy adapter and imagines with its world adapter. */
  public static MindSettings mind(boolean imagines, boolean notes) {
    return new MindSettings(
        MindSettings.Kind.MODEL, imagines, notes, 2, ActiveAdapters.POLICY, ActiveAdapters.WORLD, 1, 0);
  }

  /** An agent with a rule instead of a model. */
  public static AgentSettings idle() {
    MindSettings mind =
        new MindSettings(MindSettings.Kind.IDLE, true, true, 2, ActiveAdapters.POLICY, ActiveAdapters.WORLD, 1, 0);
    return settings(AGENT, BOUNDS, mind, Optional.empty(), Optional.empty());
  }

  /** DAPO with two replaced groups a round. */
  public static PolicyLearning policy() {
    return new PolicyLearning(PolicyObjective.dapo(0, 0), OPTIMIZER, ActiveAdapters.POLICY, 2, 2);
  }

  /** Queries with replay and anchors. */
  public static WorldLearning worldModel() {
    WorldObjective objective = new WorldObjective(8, 4, 0.005, 0.1);
    return new WorldLearning(objective, OPTIMIZER, ActiveAdapters.WORLD, Framing.QUERY, 3, 2);
  }
}
