package org.collegium.agents.wire;

import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.present;
import static org.collegium.modelhost.wire.WireBounds.size;
import static org.collegium.modelhost.wire.WireBounds.text;

import java.util.List;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.proto.BriefingProto;
import org.collegium.agents.proto.FigureProto;
import org.collegium.agents.proto.RoundReportProto;
import org.collegium.agents.proto.SummaryProto;
import org.collegium.agents.proto.ToldProto;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.wire.ValueWire;
import org.collegium.modelhost.wire.WireException;

/** What crosses to the orchestrator and to neighbours, with the bounds on it. */
record SummaryWire(int summaryTokensMax, int briefingTokensMax) {
  /** Most figures of one summary: a handful, and three for each label. */
  static final int FIGURES_MAX = 1 << 12;

  static AgentId agent(String field, String value) {
    try {
      return AgentId.parse(name(field, value));
    } catch (IllegalArgumentException e) {
      throw new WireException(field + ": " + e.getMessage(), e);
    }
  }

  SummaryProto encode(Summary summary) {
    return SummaryProto.newBuilder()
        .addAllText(ValueWire.ids(summary.text()))
        .addAllFigures(encode(summary.figures()))
        .build();
  }

  Summary decode(SummaryProto summary) {
    return new Summary(
        bounded("summary.text", summary.getTextList(), summaryTokensMax), decode(summary.getFiguresList()));
  }

  BriefingProto encode(Briefing briefing) {
    return BriefingProto.newBuilder().addAllText(ValueWire.ids(briefing.text())).build();
  }

  Briefing decode(BriefingProto briefing) {
    return new Briefing(bounded("briefing.text", briefing.getTextList(), briefingTokensMax));
  }

  private static Tokens bounded(String field, List<Integer> ids, int tokensMax) {
    if (ids.size() > tokensMax) {
      throw new WireException(field + " has " + ids.size() + " tokens, at most " + tokensMax + " are allowed");
    }
    return ValueWire.tokens(field, ids);
  }

  List<FigureProto> encode(Figures figures) {
    return figures.tallies().entrySet().stream()
        .map(
            figure ->
                FigureProto.newBuilder()
                    .setName(figure.getKey())
                    .setCount(figure.getValue().count())
                    .setSum(figure.getValue().sum())
                    .build())
        .toList();
  }

  Figures decode(List<FigureProto> figures) {
    size("figures", figures.size(), FIGURES_MAX);
    TreeMap<String, Tally> tallies = new TreeMap<>();
    for (FigureProto figure : figures) {
      String name = name("figure.name", figure.getName());
      if (tallies.put(name, new Tally(figure.getCount(), figure.getSum())) != null) {
        throw new WireException("figure " + name + " stands twice");
      }
    }
    return new Figures(tallies);
  }

  RoundReportProto encode(RoundReport report) {
    return RoundReportProto.newBuilder()
        .setAgent(report.agent().value())
        .setRound(report.round())
        .setSummary(encode(report.summary()))
        .setStateHash(report.stateHash())
        .build();
  }

  RoundReport decode(RoundReportProto report) {
    return new RoundReport(
        agent("report.agent", report.getAgent()),
        report.getRound(),
        decode(present("report.summary", report.hasSummary(), report.getSummary())),
        text("report.state_hash", report.getStateHash(), 64));
  }

  ToldProto encode(AgentMessage.Told told) {
    return ToldProto.newBuilder()
        .setFrom(told.from().value())
        .setRound(told.round())
        .setSummary(encode(told.summary()))
        .build();
  }

  AgentMessage.Told decode(ToldProto told) {
    return new AgentMessage.Told(
        agent("told.from", told.getFrom()),
        told.getRound(),
        decode(present("told.summary", told.hasSummary(), told.getSummary())));
  }
}
