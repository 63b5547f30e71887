package org.collegium.scenarios.replaying;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.collegium.organization.messagelog.LogExtent;
import org.collegium.organization.replay.ReplayResult;
import org.collegium.organization.replay.ReplayScope;
import org.collegium.organization.replay.Standing;

/** What a replay found, in words. */
public final class ReplayVerdict {
  /** Organizations that are named one by one where a log ends early. */
  private static final int NAMED_MAX = 6;

  private ReplayVerdict() {}

  /** A few lines; the last ones say whether what was replayed happened as recorded. */
  public static List<String> lines(ReplayResult result, ReplayScope scope, double seconds) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(
        Locale.ROOT,
        "%,d messages given again, %,d effects compared, in %.1f s",
        result.messages(),
        result.effects(),
        seconds));
    if (result.supposed() > 0) {
      lines.add(String.format(
          Locale.ROOT,
          "%,d answers are taken as their receivers recorded them: the node that gave them was killed before it had"
              + " written so",
          result.supposed()));
    }
    if (result.difference().isPresent()) {
      lines.add("DIFFERENT: " + result.difference().get());
    } else if (result.isEnded()) {
      lines.add(switch (scope) {
        case ReplayScope.WholeRun _ ->
            "The run happened exactly as recorded. Final state " + result.finalStateHash();
        case ReplayScope.OneOrganization one -> "What " + one.organization() + " did happened exactly as recorded.";
        case ReplayScope.OneAgent one -> "What agent " + one.agent() + " did happened exactly as recorded.";
      });
    } else {
      lines.add("The log ends " + places(result.standings()) + "; everything up to there happened as recorded.");
      tail(result.extent()).ifPresent(lines::add);
    }
    return lines;
  }

  private static String places(List<Standing> standings) {
    List<Standing> open = standings.stream().filter(standing -> !standing.isEnded()).toList();
    String named = open.stream().limit(NAMED_MAX).map(ReplayVerdict::place).collect(Collectors.joining(", "));
    int ended = standings.size() - open.size();
    return named
        + (open.size() > NAMED_MAX ? " and " + (open.size() - NAMED_MAX) + " more" : "")
        + (ended > 0 ? " (" + ended + " of " + standings.size() + " organizations had come to their end)" : "");
  }

  private static String place(Standing standing) {
    return standing.openRound() > 0
        ? "in round " + standing.openRound() + " of " + standing.organization()
        : "after round " + standing.closedRounds() + " of " + standing.organization();
  }

  private static Optional<String> tail(LogExtent extent) {
    return extent.ending() == LogExtent.Ending.TRUNCATED
        ? Optional.of(
            "Its last message was not written whole: " + extent.lastSegment() + " is good for "
                + extent.lastSegmentBytes() + " bytes.")
        : Optional.empty();
  }
}
