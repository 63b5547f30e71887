package org.collegium.agents.world;

import org.collegium.agents.identity.AgentId;

/** What a world is told. Every message but {@link Leave} is answered by one {@code Observed}. */
public sealed interface WorldMessage {
  /** Who acts. */
  AgentId agent();

  /** The episode, unique in the world: {@code r4/t3/e0}. */
  String episode();

  /** Begins an episode. */
  record Open(AgentId agent, String episode, Task task, long seed) implements WorldMessage {}

  /**
   * Acts.
   *
   * @param step number of the action in its episode, from 0
   */
  record Act(AgentId agent, String episode, int step, String action) implements WorldMessage {}

  /** Gives up an episode before it is over. */
  record Leave(AgentId agent, String episode) implements WorldMessage {}
}
