package org.collegium.organization.cluster;

import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.collegium.organization.messagelog.Party;

/** What a node of a cluster is told; runs go by the values of their identities. */
sealed interface MemberCommand {
  /** Under which nodes are found. */
  ServiceKey<MemberCommand> KEY = ServiceKey.create(MemberCommand.class, "collegium-node");

  /** What comes from elsewhere. */
  sealed interface FromAfar extends MemberCommand {}

  /**
   * The registry has seen the node; answered by {@link RegistryCommand.Arrived} unless the adapter store is away. Comes
   * again until it is answered.
   *
   * @param mark what the registry's node left in the adapter store; who does not find it there has another store
   * @param clockMs of the registry's node, milliseconds since 1970
   */
  record Welcome(ActorRef<RegistryCommand> registry, String mark, long clockMs) implements FromAfar {}

  /** Make ready for a run; answered by {@link RegistryCommand.Opened} unless it must be said again. */
  record OpenRun(String run, String scenario) implements FromAfar {}

  /**
   * The node has looked for the mark of a greeting.
   *
   * @param problem why the node must not take part
   * @param failure why it could not look
   */
  record Looked(Welcome welcome, Optional<String> problem, Optional<Throwable> failure) implements MemberCommand {}

  /** A run is over; answered by {@link RegistryCommand.Closed}. May come more than once. */
  record CloseRun(String run) implements FromAfar {}

  /** The registry wants to know what the node has of runs; answered by {@link RegistryCommand.PartsTold}. */
  record TellParts() implements FromAfar {}

  /** A run is to be forgotten; answered by {@link RegistryCommand.PartForgotten}. May come more than once. */
  record ForgetRun(String run) implements FromAfar {}

  /** The node must not be here. */
  record Leave(String reason) implements FromAfar {}

  /** The node is about to leave: model hosts serve what they have and take no more; answered when they are done. */
  record Drain(ActorRef<Done> replyTo) implements MemberCommand {}

  /** A model host of this node has served all that it had. */
  record Drained(String run) implements MemberCommand {}

  /** This node's part of a run stands. */
  record PartOpened(String run) implements MemberCommand {}

  /** This node's part of a run is closed, and its log too. */
  record PartClosed(String run) implements MemberCommand {}

  /**
   * What this node had of a run is removed.
   *
   * @param problem why it could not be
   */
  record PartRemoved(String run, Optional<String> problem) implements MemberCommand {}

  /** An actor of a run on this node cannot go on. */
  record Failed(String run, Party actor, RuntimeException cause) implements MemberCommand {}
}
