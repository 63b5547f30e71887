package org.collegium.organization.merging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;

/**
 * The lives of all receivers, and in which order each receiver had them. A life is what one incarnation of a receiver
 * recorded on one node.
 *
 * <p>No clock is asked for the order: of two lives the earlier one is that which began with the earlier round, then
 * the one that came less far. What is left to chance (two lives that fell into the same round) goes by the names of the
 * nodes; whoever reads a merged log must not rely on it.
 */
final class Lives {
  /** The landmark with which agents and orchestrators begin; its round is that of the state they began with. */
  private static final String RECOVERED = "lr";

  private static final Comparator<Map.Entry<Stream, Life>> ORDER =
      Comparator.comparingInt((Map.Entry<Stream, Life> each) -> each.getValue().beginRound())
          .thenComparingInt(each -> each.getValue().lastRound)
          .thenComparing(each -> each.getKey().node())
          .thenComparingInt(each -> each.getKey().incarnation());

  private final SortedMap<Party, Map<Stream, Life>> lives = new TreeMap<>();
  private final Map<Party, Integer> ranks = new HashMap<>();
  private int processes;

  /** What a receiver recorded as one incarnation on one node. */
  private record Stream(String node, int incarnation) {}

  /** One life: what the first reading learned of it, then where the second one stands in it. */
  private static final class Life {
    private int firstRound = -1;
    private int recoveredRound = -1;
    private int lastRound;
    private int incarnation;
    private int runningRound;

    private int beginRound() {
      return recoveredRound >= 0 ? recoveredRound : firstRound;
    }
  }

  /** How many processes said that they began. */
  int processes() {
    return processes;
  }

  /** Takes a record of a first reading. */
  void learn(String node, LogRecord record) {
    if (record.receiver().equals(Party.NODE)) {
      processes++;
      return;
    }
    Life life =
        lives.computeIfAbsent(record.receiver(), _ -> new HashMap<>())
            .computeIfAbsent(new Stream(node, record.incarnation()), _ -> new Life());
    if (life.firstRound < 0) {
      life.firstRound = record.round();
    }
    if (life.recoveredRound < 0 && record.manifest().equals(RECOVERED)) {
      life.recoveredRound = record.round();
    }
    life.lastRound = Math.max(life.lastRound, record.round());
  }

  /** Puts the lives in order, once all records have been seen. */
  void order() {
    lives.forEach((receiver, own) -> {
      ranks.put(receiver, ranks.size());
      List<Map.Entry<Stream, Life>> ordered = new ArrayList<>(own.entrySet());
      ordered.sort(ORDER);
      int round = 0;
      for (int at = 0; at < ordered.size(); at++) {
        Life life = ordered.get(at).getValue();
        life.incarnation = at + 1;
        if (keepsState(receiver)) {
          life.runningRound = round;
          round = Math.max(round, life.lastRound);
        }
      }
    });
  }

  /** Lives of those that keep no state may overlap in time, and know nothing of each other. */
  private static boolean keepsState(Party receiver) {
    return receiver.kind() == Party.Kind.AGENT || receiver.kind() == Party.Kind.ORCHESTRATOR;
  }

  /**
   * The place of a record of the second reading, which must bring those of each node in the order of the first.
   *
   * @throws IllegalStateException when the first reading did not see its life
   */
  PlacedRecord place(String node, LogRecord record) {
    Life life =
        lives.getOrDefault(record.receiver(), Map.of()).get(new Stream(node, record.incarnation()));
    if (life == null) {
      throw new IllegalStateException("the log of node " + node + " has grown while it was merged");
    }
    life.runningRound = Math.max(life.runningRound, record.round());
    return new PlacedRecord(
        life.runningRound, ranks.getOrDefault(record.receiver(), 0), as(life.incarnation, record));
  }

  private static LogRecord as(int incarnation, LogRecord record) {
    return new LogRecord(
        record.receiver(),
        incarnation,
        record.sequence(),
        record.sender(),
        record.organization(),
        record.round(),
        record.step(),
        record.manifest(),
        record.payload());
  }
}
