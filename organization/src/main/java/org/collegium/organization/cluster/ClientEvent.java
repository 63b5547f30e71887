package org.collegium.organization.cluster;

import java.util.List;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;

/** What a client of a cluster is told. */
sealed interface ClientEvent {
  /** Which run it is about: the value of its identity; empty when there is none. */
  String run();

  /** The run is in play, or was; told once for each time the client asks. */
  record Accepted(String run, String scenario) implements ClientEvent {}

  /** The cluster will not do what the client wants. */
  record Rejected(String run, String reason) implements ClientEvent {}

  /** An organization closed a round. */
  record RoundTold(String run, RoundResult result) implements ClientEvent {}

  /**
   * The run is over and every node that can be reached has closed its part.
   *
   * @param nodes all that took part, whether they are there or not
   */
  record RunOver(String run, RunOutcome outcome, List<NodeAddress> nodes) implements ClientEvent {
    /** Copies the list. */
    public RunOver {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A run is removed from the cluster, or about to be.
   *
   * @param isDone whether nothing is left but what nodes have of it that are away
   * @param away those nodes
   */
  record RunForgotten(String run, boolean isDone, List<String> away) implements ClientEvent {
    /** Copies the list. */
    public RunForgotten {
      away = List.copyOf(away);
    }
  }

  /**
   * A node that has a part of a run's log.
   *
   * @param desk {@code HOST:PORT} of the node; empty when it is not there
   */
  record NodeAddress(String node, String desk) {}
}
