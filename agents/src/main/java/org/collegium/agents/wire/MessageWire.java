package org.collegium.agents.wire;

import static org.collegium.modelhost.wire.WireBounds.ROWS_MAX;
import static org.collegium.modelhost.wire.WireBounds.list;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.present;

import java.util.List;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.proto.AgentMessageProto;
import org.collegium.agents.proto.AssignedProto;
import org.collegium.agents.proto.RetryDueProto;
import org.collegium.modelhost.wire.ModelHostWire;
import org.collegium.modelhost.wire.WireException;

/** What an agent is told. */
record MessageWire(SummaryWire summaries) {
  AgentMessageProto encode(AgentMessage message) {
    AgentMessageProto.Builder whole = AgentMessageProto.newBuilder();
    return switch (message) {
      case AgentMessage.Assigned assigned -> whole.setAssigned(encode(assigned)).build();
      case AgentMessage.Told told -> whole.setTold(summaries.encode(told)).build();
      case AgentMessage.HostAnswered answered ->
          whole.setHostAnswered(ModelHostWire.encode(answered.reply())).build();
      case AgentMessage.Observed observed -> whole.setObserved(WorldWire.encode(observed)).build();
      case AgentMessage.EpisodeLost lost -> whole.setEpisodeLost(WorldWire.encode(lost)).build();
      case AgentMessage.RetryDue due ->
          whole.setRetryDue(RetryDueProto.newBuilder().setRequestId(due.requestId())).build();
    };
  }

  AgentMessage decode(AgentMessageProto message) {
    return switch (message.getBodyCase()) {
      case ASSIGNED -> decode(message.getAssigned());
      case TOLD -> summaries.decode(message.getTold());
      case HOST_ANSWERED -> new AgentMessage.HostAnswered(ModelHostWire.decode(message.getHostAnswered()));
      case OBSERVED -> WorldWire.decode(message.getObserved());
      case EPISODE_LOST -> WorldWire.decode(message.getEpisodeLost());
      case RETRY_DUE ->
          new AgentMessage.RetryDue(name("retry_due.request_id", message.getRetryDue().getRequestId()));
      case BODY_NOT_SET -> throw new WireException("agent message has no body that is known");
    };
  }

  AssignedProto encode(AgentMessage.Assigned assigned) {
    return AssignedProto.newBuilder()
        .setRound(assigned.round())
        .addAllTasks(assigned.tasks().stream().map(WorldWire::encode).toList())
        .addAllProbes(assigned.probes().stream().map(WorldWire::encode).toList())
        .setBriefing(summaries.encode(assigned.briefing()))
        .addAllNeighbours(values(assigned.neighbours()))
        .addAllAwaited(values(assigned.awaited()))
        .addAllHeard(assigned.heard().stream().map(summaries::encode).toList())
        .build();
  }

  AgentMessage.Assigned decode(AssignedProto assigned) {
    if (assigned.getRound() < 1) {
      throw new WireException("assigned.round must be at least 1, was " + assigned.getRound());
    }
    return new AgentMessage.Assigned(
        assigned.getRound(),
        list("assigned.tasks", assigned.getTasksList(), ROWS_MAX, WorldWire::decode),
        list("assigned.probes", assigned.getProbesList(), ROWS_MAX, WorldWire::decode),
        summaries.decode(present("assigned.briefing", assigned.hasBriefing(), assigned.getBriefing())),
        agents("assigned.neighbours", assigned.getNeighboursList()),
        agents("assigned.awaited", assigned.getAwaitedList()),
        list("assigned.heard", assigned.getHeardList(), ROWS_MAX, summaries::decode));
  }

  private static List<String> values(List<AgentId> agents) {
    return agents.stream().map(AgentId::value).toList();
  }

  private static List<AgentId> agents(String field, List<String> values) {
    return list(field, values, ROWS_MAX, value -> SummaryWire.agent(field, value));
  }
}
