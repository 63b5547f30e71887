package org.collegium.scenarios.experiment;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.replay.LogContradictionException;
import org.collegium.organization.replay.RoundHistory;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;

/** Closed rounds as a log tells them of which parts are missing: of an organization all, or none. */
final class ToldRounds {
  private final RoundHistory history;
  private final Set<String> broken = new TreeSet<>();

  ToldRounds(RoundHistory history) {
    this.history = history;
  }

  void read(LogRecord record) {
    boolean isOrchestrators = record.receiver().kind() == Party.Kind.ORCHESTRATOR;
    if (isOrchestrators && !broken.contains(record.receiver().id())) {
      try {
        history.read(record);
      } catch (LogContradictionException gap) {
        // An earlier life of the orchestrator is in the part that is missing: none of its rounds is told then.
        broken.add(record.receiver().id());
      }
    }
  }

  /** By organization; those that cannot be told whole are left out. */
  Map<String, List<RoundResult>> whole(List<String> organizations, RunOutcome outcome) {
    SortedMap<String, List<RoundResult>> whole = new TreeMap<>();
    SortedMap<String, List<RoundResult>> told = history.rounds();
    for (String organization : organizations) {
      List<RoundResult> rounds = told.getOrDefault(organization, List.of());
      boolean isWhole =
          !broken.contains(organization) && rounds.size() == outcome.rounds().getOrDefault(organization, -1);
      if (isWhole) {
        whole.put(organization, rounds);
      }
    }
    return whole;
  }
}
