package org.collegium.organization.wire;

import org.collegium.agents.core.AgentState;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.run.SequenceHash;

/** What the log says of the state with which an actor begins a life: its round, and a hash over all of it. */
public final class Landmarks {
  private static final AgentsWire AGENTS = AgentsWire.unbudgeted();
  private static final OrchestratorStateWire ORCHESTRATORS = new OrchestratorStateWire(AGENTS);

  private Landmarks() {}

  /** An agent's. */
  public static Landmark.Recovered of(AgentState state) {
    return new Landmark.Recovered(
        state.roundDone(), SequenceHash.begin().and(AGENTS.encode(state).toByteArray()).hex());
  }

  /** An orchestrator's. */
  public static Landmark.Recovered of(OrchestratorState state) {
    return new Landmark.Recovered(
        state.closedRounds(), SequenceHash.begin().and(ORCHESTRATORS.encode(state).toByteArray()).hex());
  }
}
