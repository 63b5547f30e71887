package org.collegium.scenarios.inspection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.console.Numbers;
import org.collegium.scenarios.console.ResultView;
import org.collegium.scenarios.result.RecordedSummary;
import org.collegium.scenarios.runfolder.RunFolder;

/** Tells what a run found out and what its folder holds. */
final class RunInspection {
  private RunInspection() {}

  static List<String> lines(RunFolder folder) {
    List<String> lines = new ArrayList<>();
    if (Files.isRegularFile(folder.summary())) {
      RecordedSummary summary = RecordedSummary.read(folder.summary());
      lines.add(summary.scenario() + ": " + summary.description());
      lines.add(summary.statement());
      lines.add("Ended " + summary.outcome().ending().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " after "
          + Numbers.time(summary.wallMs() / 1000) + ", build " + summary.build() + ".");
      lines.add("Final state " + summary.outcome().finalStateHash());
      if (!summary.missing().isEmpty()) {
        lines.add(summary.missing().words());
      }
      lines.add("");
      lines.addAll(tables(summary));
    } else {
      lines.add(folder.root() + " has no summary.json: the run did not get to its end, or is still going on.");
      lines.add("Go on with it:  ./collegium resume " + folder.root());
    }
    lines.add("");
    for (Path part : List.of(folder.messages(), folder.adapters(), folder.results())) {
      lines.add(String.format(Locale.ROOT, "%-9s %s", part.getFileName(), contents(part)));
    }
    return lines;
  }

  private static List<String> tables(RecordedSummary summary) {
    RunOutcome outcome = summary.outcome();
    boolean hasFailed = outcome.ending() == RunOutcome.Ending.FAILED;
    return hasFailed && outcome.rounds().values().stream().allMatch(rounds -> rounds == 0)
        ? List.of("Failed: " + outcome.detail(), ResultView.NO_ROUNDS)
        : ResultView.lines(summary.arms(), summary.seeds().size(), summary.comparisons());
  }

  private static String contents(Path folder) {
    if (!Files.isDirectory(folder)) {
      return "-";
    }
    try (Stream<Path> inside = Files.walk(folder)) {
      List<Path> files = inside.filter(Files::isRegularFile).toList();
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      return files.size() + (files.size() == 1 ? " file, " : " files, ") + Numbers.bytes(bytes);
    } catch (IOException unreadable) {
      throw new InvalidInputException(folder + ": cannot be read: " + unreadable.getMessage());
    }
  }
}
