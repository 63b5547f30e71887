package org.collegium.scenarios.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.scenarios.console.TextTable;

/** What became of all runs that were killed. */
public final class CrashReport {
  private final String finalStateHash;
  private final List<Trial> trials;

  /** How many of those that died at one place were equal in the end. */
  private static final class Tally {
    private int died;
    private int equal;
  }

  CrashReport(String finalStateHash, List<Trial> trials) {
    this.finalStateHash = finalStateHash;
    this.trials = List.copyOf(trials);
  }

  /** Whether every run ended as the one that nobody interrupted. */
  public boolean isClean() {
    return trials.stream().allMatch(Trial::isEqual);
  }

  /** For people; the last lines say how many were equal. */
  public List<String> lines() {
    List<Trial> killed = trials.stream().filter(trial -> trial.cause().equals(Trial.KILLED)).toList();
    List<Trial> injected = trials.stream().filter(trial -> !trial.cause().equals(Trial.KILLED)).toList();
    List<String> lines = new ArrayList<>();
    table("killed at a random instant", killed, Trial::places, lines);
    table("made to crash", injected, trial -> List.of(trial.cause()), lines);
    lines.add("final state of the run that nobody interrupted: " + finalStateHash);
    lines.add("kills: " + trials.stream().mapToLong(trial -> deaths(trial)).sum()
        + ", of those while resuming: " + trials.stream().mapToLong(trial -> Math.max(0, deaths(trial) - 1)).sum());
    lines.add("torn tails of the log that were cut off: " + trials.stream().mapToInt(Trial::repairs).sum());
    List<Duration> firstRounds = trials.stream().flatMap(trial -> trial.firstRounds().stream()).toList();
    lines.add(String.format(
        Locale.ROOT,
        "from the start of 'resume' to the first round that it closed: mean %.1f s, longest %.1f s",
        firstRounds.stream().mapToLong(Duration::toMillis).average().orElse(Double.NaN) / 1e3,
        firstRounds.stream().mapToLong(Duration::toMillis).max().orElse(0) / 1e3));
    if (!injected.isEmpty()) {
      lines.add("injected: " + equal(injected));
    }
    if (!killed.isEmpty()) {
      lines.add(equal(killed));
    }
    return lines;
  }

  private static long deaths(Trial trial) {
    return trial.places().stream().filter(place -> !place.equals(Trial.NOT_HIT)).count();
  }

  private static String equal(List<Trial> trials) {
    return trials.stream().filter(Trial::isEqual).count() + " of " + trials.size() + " equal";
  }

  private interface Rows {
    List<String> of(Trial trial);
  }

  private static void table(String head, List<Trial> trials, Rows rows, List<String> lines) {
    if (trials.isEmpty()) {
      return;
    }
    SortedMap<String, Tally> tallies = new TreeMap<>();
    for (Trial trial : trials) {
      for (String row : rows.of(trial)) {
        Tally tally = tallies.computeIfAbsent(row, _ -> new Tally());
        tally.died++;
        tally.equal += trial.isEqual() ? 1 : 0;
      }
    }
    TextTable table = new TextTable(List.of(head, "times", "equal in the end"));
    tallies.forEach((row, tally) -> table.add(List.of(row, "" + tally.died, "" + tally.equal)));
    lines.addAll(table.lines());
    lines.add("");
  }
}
