package org.collegium.organization.registry;

import java.util.List;

/** Where a message leads the registry. */
public record RunsStep(RunsState state, List<RunsEffect> effects) {
  /** Copies the list. */
  public RunsStep {
    effects = List.copyOf(effects);
  }

  static RunsStep of(RunsState state, RunsEffect... effects) {
    return new RunsStep(state, List.of(effects));
  }
}
