package org.collegium.organization.run;

/** Watches a run. Called on one thread, in an order that is the same for one organization, and must return fast. */
public interface RunListener {
  /** A round is closed. */
  void roundClosed(RoundResult result);
}
