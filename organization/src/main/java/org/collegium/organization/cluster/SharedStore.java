package org.collegium.organization.cluster;

import java.util.Optional;
import org.collegium.organization.durable.ForcedStates;

/**
 * Tells whether nodes have their stores in common: the registry's node leaves a mark in its own, the others look for it
 * in theirs.
 */
public interface SharedStore {
  /** Leaves a mark of this cluster; it may be left more than once. The mark. */
  String leave(String cluster);

  /**
   * Removes everything that the stores have of a run; what is gone already is no failure. Takes its time.
   *
   * @param run the value of its identity
   * @throws RuntimeException in a line for people, when something stays; it may be called again
   */
  void forget(String run);

  /** How what this node commits comes to the device of the database. */
  ForcedStates forced();

  /** Why a node that cannot see the mark must not take part, in words for people; empty when it sees it. */
  Optional<String> problem(String mark);
}
