package org.collegium.scenarios.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.collegium.organization.run.RoundResult;
import org.collegium.scenarios.measure.Learning;

/** Where a run stands, as one line; counts closed rounds and knows no clock. Not thread-safe. */
final class Progress {
  private static final int BAR_CELLS = 24;

  private final Map<String, Long> expected;
  private final Map<String, List<RoundResult>> rounds = new TreeMap<>();
  private final Map<String, Long> done = new TreeMap<>();

  /**
   * A run before its first round.
   *
   * @param expected learning episodes of all agents of an organization, by organization
   */
  Progress(Map<String, Long> expected) {
    this.expected = Map.copyOf(expected);
  }

  void add(RoundResult round) {
    List<RoundResult> closed = rounds.computeIfAbsent(round.organization(), _ -> new ArrayList<>());
    closed.add(round);
    List<Learning.Batch> batches = Learning.batches(closed);
    long episodes = Math.round(batches.getLast().rollouts() * round.figures().size());
    // Replaced groups are episodes beyond what is expected.
    done.put(round.organization(), Math.min(episodes, expected.getOrDefault(round.organization(), episodes)));
  }

  double share() {
    long all = expected.values().stream().mapToLong(Long::longValue).sum();
    return all == 0 ? 1 : rolloutsDone() / (double) all;
  }

  private long rolloutsDone() {
    return done.values().stream().mapToLong(Long::longValue).sum();
  }

  /** With a bar, for a terminal. */
  String bar(long secondsGone) {
    int full = (int) Math.floor(share() * BAR_CELLS);
    return "[" + "#".repeat(full) + "-".repeat(BAR_CELLS - full) + "] " + text(secondsGone);
  }

  /** Without a bar, for a file. */
  String text(long secondsGone) {
    long all = expected.values().stream().mapToLong(Long::longValue).sum();
    return String.format(Locale.ROOT, "%3.0f %% ", 100 * share())
        + Numbers.count(rolloutsDone()) + " of " + Numbers.count(all) + " rollouts, "
        + Numbers.time(secondsGone) + " gone" + left(secondsGone) + success();
  }

  private String left(long secondsGone) {
    double share = share();
    return share < 0.02 || share >= 1
        ? ""
        : ", " + Numbers.time(Math.round(secondsGone / share - secondsGone)) + " left";
  }

  /** Success of each arm's newest batches, mean over its seeds. */
  private String success() {
    Map<String, List<Double>> byArm = new TreeMap<>();
    rounds.forEach((organization, closed) -> Learning.batches(closed).reversed().stream()
        .map(Learning.Batch::success)
        .filter(success -> !Double.isNaN(success))
        .findFirst()
        .ifPresent(success -> byArm.computeIfAbsent(arm(organization), _ -> new ArrayList<>()).add(success)));
    return byArm.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%s %.2f", entry.getKey(), mean(entry.getValue())))
        .collect(Collectors.joining(", ", byArm.isEmpty() ? "" : "; success ", ""));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static String arm(String organization) {
    return organization.substring(0, Math.max(0, organization.lastIndexOf('/')));
  }
}
