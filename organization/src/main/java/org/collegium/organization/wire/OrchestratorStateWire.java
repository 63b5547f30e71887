package org.collegium.organization.wire;

import static org.collegium.modelhost.wire.WireBounds.list;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.present;
import static org.collegium.modelhost.wire.WireBounds.text;
import static org.collegium.modelhost.wire.WireBounds.unknown;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.modelhost.wire.WireBounds;
import org.collegium.organization.proto.AgentHashProto;
import org.collegium.organization.proto.AgentSummaryProto;
import org.collegium.organization.proto.OrchestratorPhaseProto;
import org.collegium.organization.proto.OrchestratorStateProto;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.OrchestratorState.Phase;

/** What an orchestrator keeps, as Protobuf. Equal states give equal bytes. */
public record OrchestratorStateWire(AgentsWire agents) {
  private static final int AGENTS_MAX = 1 << 20;

  /** A state as Protobuf. */
  public OrchestratorStateProto encode(OrchestratorState state) {
    OrchestratorStateProto.Builder encoded =
        OrchestratorStateProto.newBuilder()
            .setPhase(switch (state.phase()) {
              case IDLE -> OrchestratorPhaseProto.ORCHESTRATOR_PHASE_IDLE;
              case OPEN -> OrchestratorPhaseProto.ORCHESTRATOR_PHASE_OPEN;
              case FINISHED -> OrchestratorPhaseProto.ORCHESTRATOR_PHASE_FINISHED;
            })
            .setRound(state.round())
            .setStopRequested(state.stopRequested())
            .setBriefing(agents.encode(state.briefing()))
            .setEpisodes(state.episodes())
            .setTokens(state.tokens())
            .setHistory(state.history());
    state.reports().values().forEach(report -> encoded.addReports(agents.encode(report)));
    state.agentHashes().forEach((agent, hash) ->
        encoded.addAgentHashes(AgentHashProto.newBuilder().setAgent(agent.value()).setHash(hash)));
    state.summaries().forEach((agent, summary) ->
        encoded.addSummaries(
            AgentSummaryProto.newBuilder().setAgent(agent.value()).setSummary(agents.encode(summary))));
    return encoded.build();
  }

  /**
   * A state from Protobuf.
   *
   * @throws org.collegium.modelhost.wire.WireException when a field is out of bounds
   */
  public OrchestratorState decode(OrchestratorStateProto state) {
    SortedMap<AgentId, RoundReport> reports = new TreeMap<>();
    list("state.reports", state.getReportsList(), AGENTS_MAX, agents::decode)
        .forEach(report -> reports.put(report.agent(), report));
    SortedMap<AgentId, String> hashes =
        byAgent(
            "state.agent_hashes",
            state.getAgentHashesList(),
            AgentHashProto::getAgent,
            entry -> text("state.agent_hashes", entry.getHash(), WireBounds.NAME_CHARACTERS_MAX));
    SortedMap<AgentId, Summary> summaries =
        byAgent(
            "state.summaries",
            state.getSummariesList(),
            AgentSummaryProto::getAgent,
            entry -> agents.decode(present("state.summaries", entry.hasSummary(), entry.getSummary())));
    return new OrchestratorState(
        decode(state.getPhase()),
        state.getRound(),
        state.getStopRequested(),
        agents.decode(present("state.briefing", state.hasBriefing(), state.getBriefing())),
        reports,
        hashes,
        summaries,
        state.getEpisodes(),
        state.getTokens(),
        text("state.history", state.getHistory(), WireBounds.NAME_CHARACTERS_MAX));
  }

  /** A state from bytes. */
  public OrchestratorState stateOf(byte[] bytes) {
    return decode(WireBounds.parse("orchestrator state", OrchestratorStateProto.parser(), bytes));
  }

  private static <P, V> SortedMap<AgentId, V> byAgent(
      String field, List<P> entries, Function<P, String> agent, Function<P, V> value) {
    WireBounds.size(field, entries.size(), AGENTS_MAX);
    SortedMap<AgentId, V> values = new TreeMap<>();
    entries.forEach(entry -> values.put(AgentId.parse(name(field, agent.apply(entry))), value.apply(entry)));
    return values;
  }

  private static Phase decode(OrchestratorPhaseProto phase) {
    return switch (phase) {
      case ORCHESTRATOR_PHASE_IDLE -> Phase.IDLE;
      case ORCHESTRATOR_PHASE_OPEN -> Phase.OPEN;
      case ORCHESTRATOR_PHASE_FINISHED -> Phase.FINISHED;
      case ORCHESTRATOR_PHASE_UNSPECIFIED, UNRECOGNIZED -> throw unknown("state.phase", phase);
    };
  }
}
