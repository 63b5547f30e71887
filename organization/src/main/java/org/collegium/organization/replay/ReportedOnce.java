package org.collegium.organization.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.rounds.ToldBytes;
import org.collegium.organization.run.SequenceHash;

/**
 * Whether each agent did each round once in effect: however often it began a round again, in whichever life, all its
 * reports of that round must be the same in what does not depend on the load of the machine. For one thread.
 */
final class ReportedOnce {
  /** Lives that overlap are never this many rounds apart. */
  private static final int ROUNDS_MAX = 64;

  private final Map<AgentId, NavigableMap<Integer, String>> reports = new LinkedHashMap<>();
  private Optional<String> contradiction = Optional.empty();

  /** Takes a report, which may be one of those before. */
  void take(RoundReport report) {
    String steady =
        SequenceHash.begin().and(report.stateHash()).and(ToldBytes.steadyPartOf(report.summary())).hex();
    NavigableMap<Integer, String> rounds = reports.computeIfAbsent(report.agent(), _ -> new TreeMap<>());
    String before = rounds.putIfAbsent(report.round(), steady);
    if (before != null && !before.equals(steady) && contradiction.isEmpty()) {
      contradiction =
          Optional.of("did round " + report.round() + " twice, and not the same: its reports of it differ");
    }
    rounds.headMap(report.round() - ROUNDS_MAX).clear();
  }

  /** The first contradiction. */
  Optional<String> contradiction() {
    return contradiction;
  }
}
