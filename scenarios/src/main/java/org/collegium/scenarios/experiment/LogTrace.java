package org.collegium.scenarios.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.wire.MessageWire;

/**
 * Reads out of a run's message log what people look at: who told whom how many bytes, and one agent's episodes. Bytes
 * are counted as {@code bytesTold} counts them: those of summaries and briefings.
 */
final class LogTrace {
  private static final String ORCHESTRATOR = "orchestrator";

  /** Messages that tell a summary or a briefing, by their manifests. */
  private static final List<String> TELLING = List.of("aa", "at", "or");

  private final AgentsWire wire = AgentsWire.unbudgeted();
  private final SortedMap<Edge, Traffic> traffic = new TreeMap<>();
  private final EpisodeCollector episodes;
  private final RegroupedEpisodes regrouped;
  private boolean isMerged;
  private final AgentId watched;

  private record Edge(String organization, String from, String to) implements Comparable<Edge> {
    private static final Comparator<Edge> ORDER =
        Comparator.comparing(Edge::organization).thenComparing(Edge::from).thenComparing(Edge::to);

    @Override
    public int compareTo(Edge other) {
      return ORDER.compare(this, other);
    }
  }

  private record Traffic(long messages, long bytes) {
    Traffic plus(Traffic other) {
      return new Traffic(messages + other.messages, bytes + other.bytes);
    }
  }

  /**
   * Prepares to read a log.
   *
   * @param plan of the run
   * @param watched the agent whose episodes are told
   */
  LogTrace(RunPlan plan, AgentId watched) {
    this.watched = watched;
    this.episodes = new EpisodeCollector(plan.dialect(), plan.tokenizer());
    this.regrouped = new RegroupedEpisodes(episodes::add);
  }

  /** What was read so far. */
  ResultBuilder.Trace trace() {
    regrouped.end();
    return new ResultBuilder.Trace(edges(), episodes.story(watched));
  }

  /** Takes the next record of the log; only one is in memory at a time. */
  void read(LogRecord record) {
    isMerged |= MergedLog.isMerged(record);
    if (TELLING.contains(record.manifest())) {
      count(record);
    }
    if (record.organization().equals(watched.organization())) {
      watch(record);
    }
  }

  private void count(LogRecord record) {
    Object message = MessageWire.messageOf(record.manifest(), record.payload());
    int bytes =
        switch (message) {
          case AgentMessage.Assigned assigned -> wire.encode(assigned.briefing()).getSerializedSize();
          case AgentMessage.Told told -> wire.encode(told.summary()).getSerializedSize();
          case OrchestratorMessage.Reported told -> wire.encode(told.report().summary()).getSerializedSize();
          default -> throw new IllegalStateException(record.manifest() + " is no message that tells");
        };
    Edge edge = new Edge(record.organization(), name(record.sender()), name(record.receiver()));
    traffic.merge(edge, new Traffic(1, bytes), Traffic::plus);
  }

  private void watch(LogRecord record) {
    boolean isHeard = record.receiver().equals(Party.of(watched));
    boolean isSaid = record.sender().equals(Party.of(watched));
    boolean isAsked = record.receiver().equals(Party.of(watched.pair()));
    if (!isHeard && !isSaid && !isAsked) {
      return;
    }
    switch (record.manifest()) {
      case "ah", "ao", "wo", "wl" -> tell(record, MessageWire.messageOf(record.manifest(), record.payload()));
      case "qg" -> {
        if (record.step().endsWith("/s0/act")
            && MessageWire.messageOf(record.manifest(), record.payload()) instanceof HostRequest.Generate asked) {
          tell(record, asked);
        }
      }
      default -> {}
    }
  }

  private void tell(LogRecord record, Object message) {
    if (isMerged) {
      regrouped.add(record, message);
    } else {
      episodes.add(message);
    }
  }

  private List<MessageEdge> edges() {
    List<MessageEdge> edges = new ArrayList<>();
    traffic.forEach((edge, sum) ->
        edges.add(new MessageEdge(edge.organization(), edge.from(), edge.to(), sum.messages(), sum.bytes())));
    return edges;
  }

  private static String name(Party party) {
    return party.kind() == Party.Kind.AGENT ? AgentId.parse(party.id()).name() : ORCHESTRATOR;
  }
}
