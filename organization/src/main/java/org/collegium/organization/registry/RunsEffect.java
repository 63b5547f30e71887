package org.collegium.organization.registry;

import java.util.List;
import org.collegium.organization.rounds.OrchestratorMessage;

/** What the registry of runs wants done; runs go by the values of their identities. */
public sealed interface RunsEffect {
  /** Keep the state that comes with it, before any effect behind it. */
  record Keep() implements RunsEffect {}

  /** Tell a client that its run is in play. */
  record Accept(String client, String run, String scenario) implements RunsEffect {}

  /** Tell a client how a run ended. */
  record TellEnd(String client, PastRun run) implements RunsEffect {}

  /** Tell a client why its run is not played. */
  record Reject(String client, String reason) implements RunsEffect {}

  /** Have a node make itself ready for the run. */
  record Open(String node, String run, String scenario) implements RunsEffect {}

  /** Let the orchestrators of these organizations begin, or go on. */
  record Begin(String run, List<String> organizations) implements RunsEffect {
    /** Copies the list. */
    public Begin {
      organizations = List.copyOf(organizations);
    }
  }

  /** Tell these organizations' orchestrators. */
  record Tell(List<String> organizations, OrchestratorMessage message) implements RunsEffect {
    /** Copies the list. */
    public Tell {
      organizations = List.copyOf(organizations);
    }
  }

  /** Stop all orchestrators, then have these nodes close the run; come back when that takes too long. */
  record Close(String run, List<String> nodes) implements RunsEffect {
    /** Copies the list. */
    public Close {
      nodes = List.copyOf(nodes);
    }
  }

  /** Have nodes close the run that have not said that they did. */
  record CloseAgain(String run, List<String> nodes) implements RunsEffect {
    /** Copies the list. */
    public CloseAgain {
      nodes = List.copyOf(nodes);
    }
  }

  /** Tell a client that a run is being removed. */
  record TellForgetting(String client, String run) implements RunsEffect {}

  /** Tell a client that a run is removed, but for what nodes have of it that are away. */
  record TellForgotten(String client, ForgottenRun run) implements RunsEffect {}

  /** Have a node remove all that it has of a run. */
  record ForgetPart(String node, String run) implements RunsEffect {}

  /** Remove a run's states and adapters from what all nodes share. */
  record ClearStores(String run) implements RunsEffect {}

  /** Tell people that not all of a run was removed, and that it will not be tried again. */
  record Abandon(ForgottenRun run) implements RunsEffect {}

  /** Tell people that a node cannot take part in the run in play, which does without it. */
  record NameUnable(String node, String run, String problem) implements RunsEffect {}

  /** Tell people that a node has files of a run that this cluster does not know. */
  record NameStray(String node, String run) implements RunsEffect {}

  /** Tell people that a run is forgotten because too many came after it. */
  record NameTooOld(String run) implements RunsEffect {}

  /** Tell everybody who watches how the run ended. */
  record Announce(PastRun run) implements RunsEffect {}
}
