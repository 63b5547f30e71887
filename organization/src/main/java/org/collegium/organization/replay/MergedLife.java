package org.collegium.organization.replay;

import java.util.ArrayDeque;
import java.util.Optional;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;

/** One life of one receiver in a merged log: its core, and what cannot be given to it yet. */
final class MergedLife {
  /** Oldest first. */
  final ArrayDeque<Numbered> waiting = new ArrayDeque<>();

  private final Party party;
  private final int incarnation;
  private final Cores cores;
  private long sequence;
  private Optional<Numbered> landmark = Optional.empty();
  private Optional<Landmark.Recovered> recovered = Optional.empty();
  private boolean isStanding;

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
