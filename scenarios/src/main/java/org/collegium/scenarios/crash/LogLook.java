package org.collegium.scenarios.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.replay.RoundHistory;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.runfolder.RunFolder;

/**
 * What the message log of a run tells a process that looks in from outside.
 *
 * @param closedRounds by organization; empty when there is no log
 */
record LogLook(Map<String, Integer> closedRounds) {
  /** Copies the map in the order of its keys. */
  LogLook {
    closedRounds = new TreeMap<>(closedRounds);
  }

  /**
   * Reads the log of a run on which nobody works.
   *
   * @throws LogDamagedException when it is not what was written
   */
  static LogLook at(RunFolder folder, RunPlan plan) throws IOException {
    if (!hasSegments(folder.messages())) {
      return new LogLook(Map.of());
    }
    RoundHistory history = new RoundHistory(plan, InitialStates.NONE);
    LogReader.read(folder.messages(), history::read);
    Map<String, Integer> closed = new TreeMap<>();
    plan.organizations().forEach(organization ->
        closed.put(organization.id(), history.rounds().getOrDefault(organization.id(), List.of()).size()));
    return new LogLook(closed);
  }

  /** Reads the log of a run on which somebody works; empty when it changed too much meanwhile, so look again. */
  static Optional<LogLook> meanwhile(RunFolder folder, RunPlan plan) throws IOException {
    try {
      return Optional.of(at(folder, plan));
    } catch (LogDamagedException | UncheckedIOException changing) {
      // A segment may be closed, compressed and removed between the listing of the files and their reading.
      return Optional.empty();
    }
  }

  /** Closed rounds of all organizations. */
  int closed() {
    return closedRounds.values().stream().mapToInt(Integer::intValue).sum();
  }

  static boolean hasSegments(Path messages) throws IOException {
    if (!Files.isDirectory(messages)) {
      return false;
    }
    try (Stream<Path> files = Files.list(messages)) {
      return files.anyMatch(file -> file.toString().contains(".log"));
    }
  }
}
