package org.collegium.organization.replay;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.replay.Fingerprints.Fingerprint;
import org.collegium.organization.wire.MessageWire;

/**
 * One life of one receiver in a merged log: its core, and what cannot be given to it yet.
 *
 * <p>Agents and orchestrators are given what they received in its order. Of a world only the order within an episode
 * matters, of a door of the model host only that within a request: there, one waits for nothing that is said about
 * another. It must not, because what a lost life had said is found when the next one says it again, which may be in
 * another order.
 */
final class MergedLife {
  private final SequencedMap<String, ArrayDeque<Held>> waiting = new LinkedHashMap<>();
  private final Party party;
  private final int incarnation;
  private final Cores cores;
  private long sequence;
  private Optional<Numbered> landmark = Optional.empty();
  private Optional<Landmark.Recovered> recovered = Optional.empty();
  private boolean isStanding;

  /**
   * A record that waits.
   *
   * @param message as its sender must have sent it
   */
  record Held(Numbered numbered, Fingerprint message) {
    LogRecord record() {
      return numbered.record();
    }
  }

  MergedLife(Party party, int incarnation, Cores cores) {
    this.party = party;
    this.incarnation = incarnation;
    this.cores = cores;
    this.isStanding = !keepsState(party);
  }

  static boolean keepsState(Party party) {
    return party.kind() == Party.Kind.AGENT || party.kind() == Party.Kind.ORCHESTRATOR;
  }

  Party party() {
    return party;
  }

  int incarnation() {
    return incarnation;
  }

  Cores cores() {
    return cores;
  }

  long sequence() {
    return sequence;
  }

  /** Whether a record is the next of this life. */
  boolean count(LogRecord record) {
    boolean isNext = record.sequence() == sequence + 1;
    sequence = record.sequence();
    return isNext;
  }

  void hold(Held held) {
    waiting.computeIfAbsent(queueOf(held.record()), _ -> new ArrayDeque<>()).add(held);
  }

  /** What can be given next, one of each order that matters. */
  List<Held> heads() {
    return waiting.values().stream().map(ArrayDeque::getFirst).toList();
  }

  /** All that waits. */
  List<Held> held() {
    return waiting.values().stream().flatMap(ArrayDeque::stream).toList();
  }

  /** Takes out a head. */
  void remove(Held head) {
    String queue = queueOf(head.record());
    ArrayDeque<Held> held = waiting.getOrDefault(queue, new ArrayDeque<>());
    held.removeFirst();
    if (held.isEmpty()) {
      waiting.remove(queue);
    }
  }

  /** The next behind what was taken out. */
  Optional<Held> behind(Held removed) {
    return Optional.ofNullable(waiting.get(queueOf(removed.record()))).map(ArrayDeque::getFirst);
  }

  /** Whether it is all the same whether a record is given. */
  boolean isIdle(Held head) {
    try {
      return cores.isIdle(party, MessageWire.messageOf(head.record().manifest(), head.record().payload()));
    } catch (RuntimeException impossible) {
      // What no core can be told, no core has sent; so it stays, and is the difference.
      return false;
    }
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  private static String queueOf(LogRecord record) {
    String step = record.step();
    return switch (record.receiver().kind()) {
      case AGENT, ORCHESTRATOR, NODE -> "";
      case MODEL_HOST -> record.round() + "/" + step;
      case WORLD -> {
        int end = step.lastIndexOf("/s");
        yield record.sender().id() + "/" + record.round() + "/" + (end < 0 ? step : step.substring(0, end));
      }
    };
  }

  /** Whether the state is there with which it begins; what keeps none stands at once. */
  boolean isStanding() {
    return isStanding;
  }

  void stand() {
    isStanding = true;
  }

  /** The record of the state with which it begins; empty until the log tells it. */
  Optional<Numbered> landmark() {
    return landmark;
  }

  Optional<Landmark.Recovered> recovered() {
    return recovered;
  }

  void recovers(Numbered record, Landmark.Recovered state) {
    landmark = Optional.of(record);
    recovered = Optional.of(state);
  }
}
