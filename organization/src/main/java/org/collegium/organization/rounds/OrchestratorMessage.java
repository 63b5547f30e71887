package org.collegium.organization.rounds;

import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;

/** What the orchestrator of one organization is told. */
public sealed interface OrchestratorMessage {
  /** Begin the run; told again, assign the open round again to those who have not reported it. */
  record Begin() implements OrchestratorMessage {}

  /** An agent has done its round. Duplicates and older rounds change nothing. */
  record Reported(RoundReport report) implements OrchestratorMessage {}

  /** An agent, or a world on its behalf, cannot go on. */
  record AgentFailed(AgentId agent, String reason) implements OrchestratorMessage {}

  /** The machinery around the agents failed; no core decided that. */
  record NodeFailed(String reason) implements OrchestratorMessage {}

  /** End at the next round boundary. */
  record StopRequested() implements OrchestratorMessage {}
}
