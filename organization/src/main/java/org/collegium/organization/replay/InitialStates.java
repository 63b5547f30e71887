package org.collegium.organization.replay;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.rounds.OrchestratorState;

/**
 * What agents and orchestrators of a run began with. An agent or organization that is not named began with nothing, as
 * all of an ordinary run do; those of a forked run began where the fork was made.
 *
 * @param agents by id
 * @param orchestrators by the id of the organization
 */
public record InitialStates(
    SortedMap<AgentId, AgentState> agents, SortedMap<String, OrchestratorState> orchestrators) {
  /** Of a run that is no fork. */
  public static final InitialStates NONE = new InitialStates(new TreeMap<>(), new TreeMap<>());

  /** Copies the maps. */
  public InitialStates {
    agents = Collections.unmodifiableSortedMap(new TreeMap<>(agents));
    orchestrators = Collections.unmodifiableSortedMap(new TreeMap<>(orchestrators));
  }

  /** What an agent began with. */
  public AgentState of(AgentId agent) {
    return agents.getOrDefault(agent, AgentState.INITIAL);
  }

  /** What the orchestrator of an organization began with. */
  public OrchestratorState ofOrchestrator(String organization) {
    return orchestrators.getOrDefault(organization, OrchestratorState.INITIAL);
  }
}
