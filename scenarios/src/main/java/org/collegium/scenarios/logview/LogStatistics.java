package org.collegium.scenarios.logview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Summary;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.organization.messagelog.LogExtent;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.wire.MessageWire;
import org.collegium.scenarios.console.TextTable;

/** Counts and bytes of a log, by kind of message and by who told whom. */
public final class LogStatistics {
  private final AgentsWire wire = AgentsWire.unbudgeted();
  private final Map<MessageKind, Traffic> byKind = new TreeMap<>();
  private final Map<Pair, Traffic> byPair = new TreeMap<>();
  private final Map<Telling, Told> tellings = new TreeMap<>();
  private Traffic all = Traffic.NONE;

  private record Traffic(long messages, long bytes) {
    static final Traffic NONE = new Traffic(0, 0);

    Traffic plus(Traffic other) {
      return new Traffic(messages + other.messages, bytes + other.bytes);
    }

    String bytesEach() {
      return messages == 0 ? "-" : String.format(Locale.ROOT, "%,.1f", (double) bytes / messages);
    }
  }

  /** Kinds of actors. */
  private record Pair(Party.Kind from, Party.Kind to) implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER = Comparator.comparing(Pair::from).thenComparing(Pair::to);

    @Override
    public int compareTo(Pair other) {
      return ORDER.compare(this, other);
    }
  }

  private record Telling(Party from, Party to) implements Comparable<Telling> {
    private static final Comparator<Telling> ORDER = Comparator.comparing(Telling::from).thenComparing(Telling::to);

    @Override
    public int compareTo(Telling other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Summaries and briefings.
   *
   * @param contexts bytes that the full contexts instead of the summaries would have been
   */
  private record Told(long messages, long bytes, double contexts) {
    Told plus(Told other) {
      return new Told(messages + other.messages, bytes + other.bytes, contexts + other.contexts);
    }
  }

  /** Counts one more record. */
  public void add(LogRecord record) {
    Traffic one = new Traffic(1, record.payload().size());
    all = all.plus(one);
    byKind.merge(MessageKind.of(record.manifest()), one, Traffic::plus);
    byPair.merge(new Pair(record.sender().kind(), record.receiver().kind()), one, Traffic::plus);
    switch (MessageKind.of(record.manifest())) {
      case ASSIGNED, TOLD, REPORTED ->
          tellings.merge(new Telling(record.sender(), record.receiver()), told(record), Told::plus);
      default -> {}
    }
  }

  private Told told(LogRecord record) {
    return switch (MessageWire.messageOf(record.manifest(), record.payload())) {
      case AgentMessage.Assigned assigned ->
          new Told(1, wire.encode(assigned.briefing()).getSerializedSize(), 0);
      case AgentMessage.Told told -> told(told.summary());
      case OrchestratorMessage.Reported told -> told(told.report().summary());
      default -> throw new IllegalStateException(record.manifest() + " tells no summary");
    };
  }

  private Told told(Summary summary) {
    return new Told(
        1, wire.encode(summary).getSerializedSize(), summary.figures().tally("context-bytes").sum());
  }

  /**
   * All of it.
   *
   * @param extent of the log
   * @param segments files of the log
   * @param logBytes of these
   * @param pairsMax most rows of who told whom; those that told most come first
   */
  public List<String> lines(LogExtent extent, int segments, long logBytes, int pairsMax) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(
        Locale.ROOT,
        "%,d messages of %s bytes on average; %,d bytes of log in %d segment%s by %d process%s, %s",
        all.messages(),
        all.bytesEach(),
        logBytes,
        segments,
        segments == 1 ? "" : "s",
        extent.processes(),
        extent.processes() == 1 ? "" : "es",
        switch (extent.ending()) {
          case COMPLETE -> "closed";
          case OPEN -> "not closed: the process did not come to its end";
          case TRUNCATED -> "the last record is not whole: the process stopped while it wrote";
        }));
    lines.add("");
    lines.addAll(kinds());
    lines.add("");
    lines.addAll(pairs());
    lines.add("");
    lines.addAll(tellings(pairsMax));
    return lines;
  }

  private List<String> kinds() {
    TextTable table = new TextTable(List.of("kind", "messages", "bytes", "bytes each"));
    byKind.forEach((kind, traffic) -> table.add(row(kind.word(), traffic)));
    return table.lines();
  }

  private List<String> pairs() {
    TextTable table = new TextTable(List.of("from -> to", "messages", "bytes", "bytes each"));
    byPair.forEach((pair, traffic) -> table.add(row(name(pair.from()) + " -> " + name(pair.to()), traffic)));
    return table.lines();
  }

  private static List<String> row(String name, Traffic traffic) {
    return List.of(name, number(traffic.messages()), number(traffic.bytes()), traffic.bytesEach());
  }

  private List<String> tellings(int pairsMax) {
    TextTable table =
        new TextTable(List.of("who told whom", "times", "bytes told", "as full contexts"));
    List<Map.Entry<Telling, Told>> most = tellings.entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<Telling, Told> each) -> -each.getValue().bytes())
            .thenComparing(Map.Entry::getKey))
        .limit(pairsMax)
        .toList();
    most.forEach(each -> table.add(row(each.getKey().from() + " -> " + each.getKey().to(), each.getValue())));
    Told sum = tellings.values().stream().reduce(new Told(0, 0, 0), Told::plus);
    table.add(row("all " + tellings.size() + " pairs", sum));
    return table.lines();
  }

  private static List<String> row(String name, Told told) {
    return List.of(
        name, number(told.messages()), number(told.bytes()), told.contexts() > 0 ? number(Math.round(told.contexts()))
            : "-");
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String name(Party.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
