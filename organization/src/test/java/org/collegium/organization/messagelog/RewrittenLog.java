package org.collegium.organization.messagelog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Logs that nobody recorded: for tests that must see a forgery found out. */
public final class RewrittenLog {
  private RewrittenLog() {}

  /** All records of a log. */
  public static List<LogRecord> read(Path folder) {
    List<LogRecord> records = new ArrayList<>();
    LogReader.read(folder, records::add);
    return records;
  }

  /** Writes records as they are. */
  public static Path write(Path folder, List<LogRecord> records) throws IOException {
    try (SegmentWriter segments = new SegmentWriter(
        folder, 1 << 20, LogReader.position(folder), new SegmentArchiver(folder, Compression.NONE))) {
      for (LogRecord record : records) {
        segments.append(record);
      }
    }
    return folder;
  }

  /** The same records with sequence numbers as if nothing had been taken out or put in. */
  public static List<LogRecord> renumbered(List<LogRecord> records) {
    Map<Party, Long> counts = new HashMap<>();
    List<LogRecord> renumbered = new ArrayList<>();
    for (LogRecord record : records) {
      long sequence = counts.merge(record.receiver(), 1L, Long::sum);
      renumbered.add(
          new LogRecord(
              record.receiver(),
              record.incarnation(),
              sequence,
              record.sender(),
              record.organization(),
              record.round(),
              record.step(),
              record.manifest(),
              record.payload()));
    }
    return renumbered;
  }
}
