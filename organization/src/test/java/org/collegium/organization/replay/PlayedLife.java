package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.world.WorldState;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorState;

/** One life of an actor of a played cluster. */
final class PlayedLife {
  final Party party;
  final PlayedNode node;
  final List<PlayedCluster.Posted> held = new ArrayList<>();
  boolean isRecovering;
  boolean hasStopped;
  int revision;
  AgentState agent = AgentState.INITIAL;
  WorldState world = WorldState.EMPTY;
  OrchestratorState orchestrator = OrchestratorState.INITIAL;

  private final int incarnation;
  private final int process;
  private final RuledHost host = new RuledHost();
  private Optional<PlayedLife> owner = Optional.empty();
  private long sequence;

  PlayedLife(Party party, PlayedNode node) {
    this.party = party;
    this.node = node;
    this.incarnation = node.next(party);
    this.process = node.process();
    this.isRecovering = party.kind() == Party.Kind.AGENT || party.kind() == Party.Kind.ORCHESTRATOR;
  }

  boolean isGone() {
    return hasStopped || node.process() != process;
  }

  void record(Object message, boolean isWritten) {
    sequence++;
    node.append(party, incarnation, sequence, message);
    if (isWritten) {
      node.flush();
    }
  }

  /** What a host says at the door of the pair, which serves who opened it last. */
  HostReply answer(PlayedLife asker, HostRequest request, boolean isFull, String detail) {
    if (request instanceof HostRequest.Open || request instanceof HostRequest.Load) {
      owner = Optional.of(asker);
    }
    if (owner.filter(owning -> owning == asker).isEmpty()) {
      return new Refused(request.requestId(), Refused.Reason.PAIR_LOST, "another life has it");
    }
    return isFull
        ? new Refused(request.requestId(), Refused.Reason.QUEUE_FULL, detail)
        : host.answer(request);
  }
}
