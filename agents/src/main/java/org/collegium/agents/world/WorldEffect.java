package org.collegium.agents.world;

import org.collegium.agents.identity.AgentId;

/** What a world's core wants done. */
public sealed interface WorldEffect {
  /**
   * Tell an agent what it sees.
   *
   * @param step number of the action it answers; -1 for the opening
   */
  record Answer(AgentId to, String episode, int step, String observation, double reward, boolean over)
      implements WorldEffect {}

  /** The run cannot go on: what an agent asked for cannot be. */
  record Fail(AgentId agent, String reason) implements WorldEffect {}
}
