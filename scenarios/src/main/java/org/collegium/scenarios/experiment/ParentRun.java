package org.collegium.scenarios.experiment;

import java.util.List;

/**
 * The run that a forked one comes from, for comparison.
 *
 * @param run name of its folder
 * @param round the last one that both have in common
 * @param changes what is different from then on, one line each; empty when nothing is
 * @param curves its whole learning curves, under the arms' names in the fork
 */
public record ParentRun(String run, int round, List<String> changes, List<Curve> curves) {
  /** Copies the lists. */
  public ParentRun {
    changes = List.copyOf(changes);
    curves = List.copyOf(curves);
  }
}
