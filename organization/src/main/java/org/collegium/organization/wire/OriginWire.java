package org.collegium.organization.wire;

import static org.collegium.modelhost.wire.WireBounds.TEXT_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.present;
import static org.collegium.modelhost.wire.WireBounds.text;

import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.Summary;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.proto.SummaryProto;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.wire.WireBounds;
import org.collegium.organization.proto.AgentFiguresProto;
import org.collegium.organization.proto.InitialAgentProto;
import org.collegium.organization.proto.InitialOrchestratorProto;
import org.collegium.organization.proto.OriginProto;
import org.collegium.organization.proto.RoundResultProto;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.run.RoundResult;

/** Where a forked run comes from, as Protobuf. */
public final class OriginWire {
  private static final AgentsWire AGENTS = AgentsWire.unbudgeted();
  private static final OrchestratorStateWire ORCHESTRATORS = new OrchestratorStateWire(AGENTS);

  private OriginWire() {}

  /** Puts states into an origin. */
  public static void add(OriginProto.Builder origin, InitialStates states) {
    states.agents().forEach((agent, state) ->
        origin.addAgents(InitialAgentProto.newBuilder().setAgent(agent.value()).setState(AGENTS.encode(state))));
    states.orchestrators().forEach((organization, state) ->
        origin.addOrchestrators(
            InitialOrchestratorProto.newBuilder()
                .setOrganization(organization)
                .setState(ORCHESTRATORS.encode(state))));
  }

  /**
   * The states of an origin.
   *
   * @throws org.collegium.modelhost.wire.WireException when a field is out of bounds
   */
  public static InitialStates states(OriginProto origin) {
    SortedMap<AgentId, AgentState> agents = new TreeMap<>();
    for (InitialAgentProto each : origin.getAgentsList()) {
      AgentState state = AGENTS.decode(present("origin.agents", each.hasState(), each.getState()));
      agents.put(AgentId.parse(name("origin.agents", each.getAgent())), state);
    }
    SortedMap<String, OrchestratorState> orchestrators = new TreeMap<>();
    for (InitialOrchestratorProto each : origin.getOrchestratorsList()) {
      OrchestratorState state =
          ORCHESTRATORS.decode(present("origin.orchestrators", each.hasState(), each.getState()));
      orchestrators.put(name("origin.orchestrators", each.getOrganization()), state);
    }
    return new InitialStates(agents, orchestrators);
  }

  /** A closed round as Protobuf. */
  public static RoundResultProto encode(RoundResult result) {
    RoundResultProto.Builder encoded =
        RoundResultProto.newBuilder()
            .setOrganization(result.organization())
            .setRound(result.round())
            .setBytesTold(result.bytesTold())
            .setBytesOfContexts(result.bytesOfContexts());
    result.figures().forEach((agent, figures) ->
        encoded.addFigures(
            AgentFiguresProto.newBuilder()
                .setAgent(agent.value())
                .addAllFigures(AGENTS.encode(new Summary(Tokens.of(), figures)).getFiguresList())));
    return encoded.build();
  }

  /** A closed round from Protobuf. */
  public static RoundResult decode(RoundResultProto result) {
    SortedMap<AgentId, Figures> figures = new TreeMap<>();
    for (AgentFiguresProto each : result.getFiguresList()) {
      SummaryProto summary = SummaryProto.newBuilder().addAllFigures(each.getFiguresList()).build();
      figures.put(AgentId.parse(name("round.figures", each.getAgent())), AGENTS.decode(summary).figures());
    }
    return new RoundResult(
        text("round.organization", result.getOrganization(), WireBounds.NAME_CHARACTERS_MAX),
        result.getRound(),
        figures,
        result.getBytesTold(),
        result.getBytesOfContexts());
  }

  /** A text for people, cut to what a reader takes. */
  public static String shortened(String text) {
    return text.length() <= TEXT_CHARACTERS_MAX ? text : text.substring(0, TEXT_CHARACTERS_MAX);
  }
}
