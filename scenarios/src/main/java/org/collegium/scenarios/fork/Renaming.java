package org.collegium.scenarios.fork;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.run.RoundResult;

/** Gives what one organization has become to another one, whose agents have the same names. */
record Renaming(String from, String to) {
  AgentId agent(AgentId parents) {
    return new AgentId(to, parents.name());
  }

  /** Neighbours' summaries are told again by the orchestrator; those that wait bear the old names. */
  AgentState state(AgentState state) {
    return new AgentState(
        state.roundDone(),
        state.policy(),
        state.world(),
        state.notes(),
        state.lessons(),
        state.summary(),
        List.of(),
        Optional.empty());
  }

  OrchestratorState state(OrchestratorState state) {
    return new OrchestratorState(
        state.phase(),
        state.round(),
        state.stopRequested(),
        state.briefing(),
        new TreeMap<>(),
        renamed(state.agentHashes()),
        renamed(state.summaries()),
        state.episodes(),
        state.tokens(),
        state.history());
  }

  RoundResult round(RoundResult result) {
    return new RoundResult(to, result.round(), renamed(result.figures()), result.bytesTold(), result.bytesOfContexts());
  }

  private <V> SortedMap<AgentId, V> renamed(SortedMap<AgentId, V> byAgent) {
    SortedMap<AgentId, V> renamed = new TreeMap<>();
    byAgent.forEach((agent, value) -> renamed.put(agent(agent), value));
    return renamed;
  }
}
