package org.collegium.organization.run;

import java.util.List;

/** Watches a run. Called on one thread, in an order that is the same for one organization, and must return fast. */
public interface RunListener {
  /** A round is closed. */
  void roundClosed(RoundResult result);

  /** Something that an earlier process left half done was put right before the run goes on; one line for people. */
  default void repaired(String what) {}

  /** The run is over; nodes of a cluster that are away and have a part of its log are waited for. */
  default void awaited(List<String> nodes) {}
}
