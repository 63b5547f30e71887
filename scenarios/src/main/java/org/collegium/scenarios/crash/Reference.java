package org.collegium.scenarios.crash;

import org.collegium.organization.run.RunOutcome;

/**
 * The run that nobody interrupted.
 *
 * @param logBytes of its message log
 * @param passages how often it passed each place at which a process can be made to crash, at the least
 */
record Reference(RunOutcome outcome, long logBytes, Passages passages) {
  /** In which part of the run somebody died, from what the log tells. */
  String place(LogLook look) {
    if (look.closedRounds().isEmpty()) {
      return "before the first message";
    }
    return look.closedRounds().entrySet().stream()
        .filter(closed -> closed.getValue() < outcome.rounds().getOrDefault(closed.getKey(), 0))
        .mapToInt(closed -> closed.getValue() + 1)
        .min()
        .stream()
        .mapToObj(round -> round == 1 ? "in round 1, before its end is committed" : "in round " + round)
        .findFirst()
        .orElse("after the last round");
  }
}
