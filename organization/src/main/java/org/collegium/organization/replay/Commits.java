package org.collegium.organization.replay;

import org.collegium.agents.core.AgentState;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorState;

/** Keeps what replayed cores commit, and knows what they begin with. */
interface Commits {
  /** An agent commits. */
  void commit(Party agent, AgentState state);

  /** An orchestrator commits. */
  void commit(Party orchestrator, OrchestratorState state);

  /** What an agent begins its first life with. */
  AgentState initialAgent(Party agent);

  /** What an orchestrator begins its first life with. */
  OrchestratorState initialOrchestrator(Party orchestrator);
}
