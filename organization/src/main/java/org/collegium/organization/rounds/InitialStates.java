package org.collegium.organization.rounds;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;

/**
 * What the actors of a run begin with that does not begin at round 1: one that was forked from another.
 *
 * @param agents who is not here begins with nothing
 * @param orchestrators by organization; one that is not here begins before round 1
 */
public record InitialStates(
    SortedMap<AgentId, AgentState> agents, SortedMap<String, OrchestratorState> orchestrators) {
  /** A run from its very beginning. */
  public static final InitialStates NONE = new InitialStates(new TreeMap<>(), new TreeMap<>());

  /** Copies the maps. */
  public InitialStates {
    agents = Collections.unmodifiableSortedMap(new TreeMap<>(agents));
    orchestrators = Collections.unmodifiableSortedMap(new TreeMap<>(orchestrators));
  }

  /** The state of an agent. */
  public AgentState of(AgentId agent) {
    return Optional.ofNullable(agents.get(agent)).orElse(AgentState.INITIAL);
  }

  /** The state of an organization's orchestrator. */
  public OrchestratorState of(String organization) {
    return Optional.ofNullable(orchestrators.get(organization)).orElse(OrchestratorState.INITIAL);
  }
}
