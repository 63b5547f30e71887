package org.collegium.organization.replay;

import java.util.Optional;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.world.WorldState;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.run.RunOutcome;

/** One organization's part of a replay: no message crosses from one to another. For one thread. */
sealed interface OrganizationReplay permits LocalReplay, MergedReplay {
  /** Takes the next record of this organization, or one that all organizations share. */
  void take(Numbered numbered);

  /** The first difference so far. */
  Optional<Found> found();

  /** What an agent has committed for a round; empty when it did not, or that is too long ago. */
  Optional<AgentState> committed(Party agent, int round);

  /** The same of the orchestrator. */
  Optional<OrchestratorState> committed(int round);

  /** What an agent knows. */
  AgentState agent(Party agent);

  /** What a world knows. */
  WorldState world(Party world);

  /** What the orchestrator knows. */
  OrchestratorState orchestrator();

  /** What there is to say where the log ends. */
  OrganizationResult end(Optional<RunOutcome> expected);
}
