package org.collegium.agents.core;

import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostRequest;

/** What an agent's core wants done. The shell carries it out; replay compares it with what its receiver recorded. */
public sealed interface Effect {
  /**
   * Keep the state through a crash, before any effect that follows: a round is concluded.
   *
   * @param state the agent's at the end of the round, with no work in it
   */
  record Commit(AgentState state) implements Effect {}

  /** Ask the model host. */
  record AskHost(HostRequest request) implements Effect {}

  /**
   * Come back to a refused request after a pause that grows with the attempts.
   *
   * @param attempt from 1
   */
  record RetryLater(String requestId, int attempt) implements Effect {}

  /** Tell the world. */
  record TellWorld(WorldId world, WorldMessage message) implements Effect {}

  /** Tell a neighbour. */
  record TellNeighbour(AgentId to, AgentMessage.Told message) implements Effect {}

  /** Report to the orchestrator. */
  record Report(RoundReport report) implements Effect {}

  /**
   * Give up this life: the next one begins where the agent was kept last, and does the round again when it is assigned
   * again.
   */
  record BeginAgain(String reason) implements Effect {}

  /** The run cannot go on for a reason that no retry mends. */
  record Fail(AgentId agent, String reason) implements Effect {}
}
