package org.collegium.agents.world;

import java.util.List;

/** What a message led to: the next state, and what is to be done about it. */
public record WorldStep(WorldState state, List<WorldEffect> effects) {
  /** Copies the list. */
  public WorldStep {
    effects = List.copyOf(effects);
  }
}
