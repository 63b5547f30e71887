package org.collegium.organization.messagelog;

import java.util.Set;

/**
 * Which records somebody wants to read.
 *
 * @param receivers empty for all of them
 * @param firstRound records that belong to no round have round 0
 * @param lastRound this one is wanted too
 */
public record LogFilter(Set<Party> receivers, int firstRound, int lastRound) {
  /** Every record. */
  public static final LogFilter ALL = new LogFilter(Set.of(), 0, Integer.MAX_VALUE);

  /** Takes a copy of the receivers. */
  public LogFilter {
    receivers = Set.copyOf(receivers);
  }

  /** Everything that these receivers were told. */
  public static LogFilter of(Party... receivers) {
    return new LogFilter(Set.of(receivers), 0, Integer.MAX_VALUE);
  }

  /** The same for some rounds only. */
  public LogFilter inRounds(int first, int last) {
    return new LogFilter(receivers, first, last);
  }

  boolean passes(Party receiver, int round) {
    return round >= firstRound && round <= lastRound && (receivers.isEmpty() || receivers.contains(receiver));
  }
}
