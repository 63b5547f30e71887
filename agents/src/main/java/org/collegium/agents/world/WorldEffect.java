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

  /**
   * Tell an agent that the episode it acts in is not known, or not known as far as that.
   *
   * @param step number of the action that cannot be answered
   */
  record Lost(AgentId to, String episode, int step) implements WorldEffect {}

  /** The run cannot go on: what an agent asked for cannot be. */
  record Fail(AgentId agent, String reason) implements WorldEffect {}
}
