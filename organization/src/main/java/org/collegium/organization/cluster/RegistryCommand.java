package org.collegium.organization.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.organization.registry.NodeRole;
import org.collegium.organization.registry.RunsEffect;
import org.collegium.organization.registry.RunsMessage;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.run.RoundResult;

/**
 * What the registry of a cluster's runs is told: by clients, who know runs by their names, by nodes and actors of runs,
 * who know them by the values of their identities.
 */
sealed interface RegistryCommand {
  /** What comes from elsewhere. */
  sealed interface FromAfar extends RegistryCommand {}

  /** What clients want; they find the registry through the desk of any node, which looks at the introduction. */
  sealed interface FromClient extends FromAfar, DeskActor.Command {
    /** Who wants it. */
    Introduction introduction();

    /** Where answers go. */
    ActorRef<ClientEvent> client();
  }

  /**
   * A client wants a run; repeated while it wants to hear of it.
   *
   * @param request drawn by the client; the same whenever it says this again
   */
  record Submit(
      String name, String scenario, String request, Introduction introduction, ActorRef<ClientEvent> client)
      implements FromClient {}

  /** A client wants to hear of a run; repeated while it does. */
  record Attach(String name, Introduction introduction, ActorRef<ClientEvent> client) implements FromClient {}

  /** A client wants a run to end at its next round boundaries. */
  record StopRun(String name, Introduction introduction, ActorRef<ClientEvent> client) implements FromClient {}

  /**
   * A client wants the cluster to be rid of a run that is over.
   *
   * @param wish drawn by the client; the same whenever it says this again
   */
  record Forget(String name, String wish, Introduction introduction, ActorRef<ClientEvent> client)
      implements FromClient {}

  /** A node tells of which runs it has files, and of which its part is open. */
  record PartsTold(String node, List<String> kept, List<String> open) implements FromAfar {
    /** Copies the lists. */
    public PartsTold {
      kept = List.copyOf(kept);
      open = List.copyOf(open);
    }
  }

  /**
   * A node has removed what it had of a run.
   *
   * @param problem why it could not
   */
  record PartForgotten(String run, String node, Optional<String> problem) implements FromAfar {}

  /**
   * A node answers {@link MemberCommand.Welcome}.
   *
   * @param clockMs of the node, milliseconds since 1970
   * @param problem why it must not take part
   */
  record Arrived(
      String node,
      Set<NodeRole> roles,
      ActorRef<MemberCommand> member,
      long clockMs,
      Optional<String> problem)
      implements FromAfar {}

  /**
   * A node is ready for a run, or cannot take part in it.
   *
   * @param problem why it cannot, when that does not pass by itself
   */
  record Opened(String run, String node, Optional<String> problem) implements FromAfar {}

  /** A node has written the last of a run. */
  record Closed(String run, String node) implements FromAfar {}

  /** An actor of an organization cannot go on. */
  record Broken(String run, String organization, String reason) implements FromAfar {}

  /** A message for the orchestrator of one organization. */
  record ForOrchestrator(String run, String organization, OrchestratorMessage message) implements FromAfar {}

  /** The nodes that can be reached have changed. */
  record MembersSeen(Set<ActorRef<MemberCommand>> members) implements RegistryCommand {
    /** Copies the set. */
    public MembersSeen {
      members = Set.copyOf(members);
    }
  }

  /** The mark is left in the adapter store, or could not be. */
  record MarkLeft(Optional<String> mark, Optional<Throwable> failure) implements RegistryCommand {}

  /** The registry's core wants something done. */
  record Do(RunsEffect effect) implements RegistryCommand {}

  /** For the registry's core. */
  record Note(RunsMessage message) implements RegistryCommand {}

  /**
   * What the nodes share of a run is removed.
   *
   * @param problem why it could not be
   */
  record Cleared(String run, Optional<String> problem) implements RegistryCommand {}

  /** An orchestrator closed a round. */
  record RoundClosed(String run, RoundResult result) implements RegistryCommand {}

  /** An orchestrator has ended. */
  record Finished(String run, String organization, Finish finish) implements RegistryCommand {}

  /** An orchestrator's actor has stopped. */
  record OrchestratorGone(String organization) implements RegistryCommand {}

  /** Time to greet nodes that have not answered. */
  record Greet() implements RegistryCommand {}

  /** Time to look for clients that have gone silent and for a run that does not move. */
  record Sweep() implements RegistryCommand {}
}
