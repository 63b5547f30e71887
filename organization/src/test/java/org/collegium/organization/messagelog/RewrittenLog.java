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

  /** Writes records as they are; every process but the last was killed. */
  public static Path write(Path folder, List<LogRecord> records) throws IOException {
    return write(folder, records, segments -> {
      segments.force();
      segments.abandon();
    });
  }

  /** Writes records as they are; every process has closed the log. */
  public static Path writeClosed(Path folder, List<LogRecord> records) throws IOException {
    return write(folder, records, SegmentWriter::close);
  }

  /** How a process ends behind which another one goes on. */
  private interface Ending {
    void end(SegmentWriter segments) throws IOException;
  }

  private static Path write(Path folder, List<LogRecord> records, Ending ending) throws IOException {
    SegmentWriter segments = next(folder);
    for (LogRecord record : records) {
      boolean isNextProcess =
          record.manifest().equals("lb") && record.incarnation() > 1 && !record.equals(records.getFirst());
      if (isNextProcess) {
        ending.end(segments);
        segments = next(folder);
      }
      segments.append(record);
    }
    segments.close();
    return folder;
  }

  private static SegmentWriter next(Path folder) throws IOException {
    return new SegmentWriter(
        folder, 1 << 20, LogReader.position(folder), new SegmentArchiver(folder, Compression.NONE));
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
