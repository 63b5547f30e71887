package org.collegium.organization.replay;

import java.util.ArrayDeque;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;

/** How far a receiver has counted, and its records that cannot be given to it yet. */
final class Receiver {
  /** Oldest first. */
  final ArrayDeque<Numbered> waiting = new ArrayDeque<>();

  private final Party party;
  private int incarnation = 1;
  private long sequence;
  private boolean isStanding;

  Receiver(Party party) {
    this.party = party;
    this.isStanding = !keepsState();
  }

  Party party() {
    return party;
  }

  int incarnation() {
    return incarnation;
  }

  long sequence() {
    return sequence;
  }

  /** Whether its state is known; what keeps one is held until the log tells with what it begins. */
  boolean isStanding() {
    return isStanding;
  }

  private boolean keepsState() {
    return party.kind() == Party.Kind.AGENT || party.kind() == Party.Kind.ORCHESTRATOR;
  }

  void stand() {
    isStanding = true;
  }

  boolean goesOn(LogRecord record) {
    return record.incarnation() == incarnation && record.sequence() == sequence + 1;
  }

  boolean beginsAgain(LogRecord record) {
    return record.incarnation() == incarnation + 1 && record.sequence() == 1;
  }

  void count(LogRecord record) {
    if (record.incarnation() > incarnation) {
      isStanding = !keepsState();
    }
    incarnation = record.incarnation();
    sequence = record.sequence();
  }
}
