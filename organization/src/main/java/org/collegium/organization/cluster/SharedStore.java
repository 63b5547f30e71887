package org.collegium.organization.cluster;

import java.util.Optional;
import org.collegium.modelhost.store.StoreAwayException;
import org.collegium.organization.durable.ForcedStates;

/**
 * Tells whether nodes have their stores in common: the registry's node leaves a mark in its own, the others look for it
 * in theirs.
 */
public interface SharedStore {
  /**
   * Leaves a mark of this cluster; it may be left more than once. Takes its time.
   *
   * @return the mark
   * @throws StoreAwayException when the store cannot be asked now
   */
  String leave(String cluster);

  /**
   * Removes everything that the stores have of a run; what is gone already is no failure. Takes its time.
   *
   * @param run the value of its identity
   * @throws RuntimeException in a line for people, when something stays; it may be called again
   */
  void forget(String run);

  /** How what this node commits comes to the device of the database; asks nobody. */
  ForcedStates forced();

  /**
   * Why a node that does not see the mark must not take part, in words for people; empty when it sees it. Takes its
   * time.
   *
   * @throws StoreAwayException when the store cannot be asked now
   */
  Optional<String> problem(String mark);
}
