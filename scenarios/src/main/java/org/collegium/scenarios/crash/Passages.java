package org.collegium.scenarios.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.SegmentIndex;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.runfolder.RunFolder;

/** How often a run passes the places at which it can be made to crash, each counted low and at least once. */
record Passages(int adapterWrites, int segmentRolls, int databaseCommits) {
  /** Of segments that a run of seconds fills several of. */
  static final int SEGMENT_BYTES = 8192;

  /** What a run that is over passed, the log counted in small segments. */
  static Passages of(RunFolder folder, RunOutcome outcome) throws IOException {
    long logBytes = LogReader.indexes(folder.messages()).stream().mapToLong(SegmentIndex::bytes).sum();
    int rounds = outcome.rounds().values().stream().mapToInt(Integer::intValue).sum();
    return new Passages(
        Math.max(1, adapters(folder)),
        Math.clamp(logBytes / SEGMENT_BYTES, 1, Integer.MAX_VALUE),
        Math.max(1, rounds));
  }

  /** Versions that were kept; older ones were written too. */
  private static int adapters(RunFolder folder) throws IOException {
    if (!Files.isDirectory(folder.adapters())) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder.adapters())) {
      return (int) files.filter(file -> file.endsWith("adapter_config.json")).count();
    }
  }
}
