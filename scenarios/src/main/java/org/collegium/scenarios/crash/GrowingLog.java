package org.collegium.scenarios.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.SegmentIndex;

/**
 * The message log to which a process is about to write, watched from outside.
 *
 * @param bytesBefore of what earlier processes wrote
 * @param process number of the one that comes
 * @param segment the first one that it will write
 */
record GrowingLog(long bytesBefore, int process, Path segment) {
  /** Of the process that comes next. */
  static GrowingLog ofNextProcess(Path messages) throws IOException {
    List<SegmentIndex> indexes = LogLook.hasSegments(messages) ? LogReader.indexes(messages) : List.of();
    int segments = indexes.isEmpty() ? 0 : indexes.getLast().segment();
    int processes = indexes.isEmpty() ? 0 : indexes.getLast().process();
    return new GrowingLog(
        indexes.stream().mapToLong(SegmentIndex::bytes).sum(),
        processes + 1,
        messages.resolve(String.format(Locale.ROOT, "segment-%06d.log", segments + 1)));
  }

  /** What the process has written to its first segment; 0 before it begins and when the segment was archived. */
  long bytesOfProcess() throws IOException {
    try {
      return Files.size(segment);
    } catch (NoSuchFileException notThere) {
      return 0;
    }
  }
}
