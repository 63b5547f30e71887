package org.collegium.agents.core;

import java.util.List;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.modelhost.protocol.HostReply;

/** What an agent is told. */
public sealed interface AgentMessage {
  /**
   * Work for one round. Idempotent by round: a finished round is reported again, a lower one is ignored.
   *
   * @param round from 1
   * @param neighbours to whom the summary of this round goes beside the orchestrator, by the topology
   * @param awaited neighbours whose summaries of the round before must be here before work begins
   * @param heard neighbours' summaries of the round before, for an agent that may have lost what they told it; empty
   *     when it heard them itself
   */
  record Assigned(
      int round,
      List<Task> tasks,
      List<Probe> probes,
      Briefing briefing,
      List<AgentId> neighbours,
      List<AgentId> awaited,
      List<Told> heard)
      implements AgentMessage {
    /** Copies the lists. */
    public Assigned {
      tasks = List.copyOf(tasks);
      probes = List.copyOf(probes);
      neighbours = List.copyOf(neighbours);
      awaited = List.copyOf(awaited);
      heard = List.copyOf(heard);
    }
  }

  /** A neighbour's summary of a round. */
  record Told(AgentId from, int round, Summary summary) implements AgentMessage {}

  /** The model host answered. */
  record HostAnswered(HostReply reply) implements AgentMessage {}

  /**
   * The world answered.
   *
   * @param step number of the action it answers; -1 for the opening
   */
  record Observed(String episode, int step, String observation, double reward, boolean over) implements AgentMessage {}

  /**
   * The world does not know the episode, because it began again in between.
   *
   * @param step number of the action that it did not answer
   */
  record EpisodeLost(String episode, int step) implements AgentMessage {}

  /** Time to ask the host again for what it refused. */
  record RetryDue(String requestId) implements AgentMessage {}
}
