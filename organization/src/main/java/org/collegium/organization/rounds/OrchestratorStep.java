package org.collegium.organization.rounds;

import java.util.List;

/** What one message led to: the next state and, in order, what is to be done. */
public record OrchestratorStep(OrchestratorState state, List<OrchestratorEffect> effects) {
  /** Copies the list. */
  public OrchestratorStep {
    effects = List.copyOf(effects);
  }

  static OrchestratorStep of(OrchestratorState state, OrchestratorEffect... effects) {
    return new OrchestratorStep(state, List.of(effects));
  }
}
