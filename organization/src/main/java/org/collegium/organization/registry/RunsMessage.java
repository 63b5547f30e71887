package org.collegium.organization.registry;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;

/** What the registry of runs is told: by clients of runs with their names, by nodes with the values of identities. */
public sealed interface RunsMessage {
  /**
   * Somebody wants a run.
   *
   * @param identity that of the run if it is a new one
   * @param organizations as its plan says
   * @param client whom to answer
   */
  record Submitted(RunIdentity identity, String scenario, List<String> organizations, String client)
      implements RunsMessage {
    /** Copies the list. */
    public Submitted {
      organizations = List.copyOf(organizations);
    }
  }

  /** Somebody wants to hear of a run. */
  record Attached(String name, String client) implements RunsMessage {}

  /**
   * Some time has passed: what was told to nodes and not answered is told again.
   *
   * @param count reminders so far
   */
  record Reminded(int count) implements RunsMessage {}

  /** Somebody wants the run in play to end at its next round boundaries. */
  record StopAsked(String name) implements RunsMessage {}

  /**
   * Somebody wants the cluster to be rid of a run that is over.
   *
   * @param wish drawn by the client; the same whenever it says this again
   */
  record ForgetAsked(String name, String wish, String client) implements RunsMessage {}

  /**
   * A node has removed its part of a forgotten run.
   *
   * @param problem why it could not
   */
  record NodeForgot(String run, String node, Optional<String> problem) implements RunsMessage {}

  /**
   * The states and adapters of a forgotten run are removed.
   *
   * @param problem why they could not be
   */
  record StoresCleared(String run, Optional<String> problem) implements RunsMessage {}

  /**
   * What a node has of runs.
   *
   * @param kept runs of which it has files
   * @param open runs of which its part is open
   */
  record PartsFound(String node, List<String> kept, List<String> open) implements RunsMessage {
    /** Copies the lists. */
    public PartsFound {
      kept = List.copyOf(kept);
      open = List.copyOf(open);
    }
  }

  /** A node is there. */
  record NodeCame(String node, Set<NodeRole> roles) implements RunsMessage {
    /** Copies the set. */
    public NodeCame {
      roles = Set.copyOf(roles);
    }
  }

  /** A node is there no more, or cannot be reached. */
  record NodeWent(String node) implements RunsMessage {}

  /**
   * A node has made itself ready for a run.
   *
   * @param problem why it cannot, when that does not pass by itself
   */
  record NodeOpened(String run, String node, Optional<String> problem) implements RunsMessage {}

  /** A node has written the last of a run. */
  record NodeClosed(String run, String node) implements RunsMessage {}

  /** Nodes that have not closed the run by now are not waited for. */
  record ClosingTakesTooLong(String run) implements RunsMessage {}

  /** An organization has ended. */
  record OrganizationEnded(String run, String organization, Finish finish) implements RunsMessage {}

  /** An actor of an organization cannot go on. */
  record OrganizationBroken(String run, String organization, String reason) implements RunsMessage {}
}
