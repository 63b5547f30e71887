package org.collegium.organization.registry;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.collegium.organization.run.RunOutcome;

/**
 * A run that is over.
 *
 * @param identity which run it is
 * @param scenario the text of its resolved configuration
 * @param nodes names of all nodes that took part: each of them has a part of the log
 */
public record PastRun(RunIdentity identity, String scenario, RunOutcome outcome, SortedSet<String> nodes) {
  /** Copies the set. */
  public PastRun {
    nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
  }

  /** Whether it ended before its plan did. */
  boolean isCut() {
    return switch (outcome.ending()) {
      case COMPLETED, BUDGET_SPENT -> false;
      case STOPPED, FAILED -> true;
    };
  }
}
