package org.collegium.organization.rounds;

import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;

/** What the orchestrator's core wants done. */
public sealed interface OrchestratorEffect {
  /** Give an agent its work. */
  record Assign(AgentId to, AgentMessage.Assigned message) implements OrchestratorEffect {}

  /** Keep the state that comes with it, then tell who watches. */
  record CloseRound(RoundResult result) implements OrchestratorEffect {}

  /**
   * The organization is done.
   *
   * @param detail for people; names organization and agent on a failure
   * @param rounds closed ones
   * @param stateHash over the orchestrator and its agents as they were at the end of the last closed round
   */
  record Finish(RunOutcome.Ending ending, String detail, int rounds, String stateHash) implements OrchestratorEffect {}
}
