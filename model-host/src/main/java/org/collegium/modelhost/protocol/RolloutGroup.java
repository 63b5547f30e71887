package org.collegium.modelhost.protocol;

import java.util.List;

/** Rollouts of one task; their rewards are each other's baseline. */
public record RolloutGroup(String task, List<Rollout> rollouts) {
  /** Copies the list. */
  public RolloutGroup {
    rollouts = List.copyOf(rollouts);
  }
}
