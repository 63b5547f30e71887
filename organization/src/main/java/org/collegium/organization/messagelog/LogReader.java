package org.collegium.organization.messagelog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.messagelog.LogExtent.Ending;

/** Reads a log from its first record to its last and checks every byte on the way. */
public final class LogReader {
  private LogReader() {}

  /**
   * Whether there is anything to read: a process may have died before it wrote the first byte of its log.
   *
   * @throws UncheckedIOException when the folder cannot be read
   */
  public static boolean hasLog(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be read", e);
    }
  }

  /**
   * Hands over all records in the order in which they were written.
   *
   * @param folder of the segments
   * @return how far the log reaches and how it ends
   * @throws LogDamagedException at the first byte that is not what was written
   * @throws UncheckedIOException when a file cannot be read
   */
  public static LogExtent read(Path folder, Consumer<LogRecord> records) {
    return read(folder, LogFilter.ALL, records);
  }

  /**
   * Hands over all records in the order in which they were written, with the process that wrote each.
   *
   * @throws LogDamagedException at the first byte that is not what was written
   * @throws UncheckedIOException when a file cannot be read
   */
  public static LogExtent visit(Path folder, LogVisitor visitor) {
    return visit(folder, LogFilter.ALL, visitor);
  }

  /**
   * Hands over the records that pass a filter, in the order in which they were written. Segments in which there are
   * none, as their indexes say, are not read and not checked.
   *
   * @throws LogDamagedException at the first byte read that is not what was written
   * @throws UncheckedIOException when a file cannot be read
   */
  public static LogExtent read(Path folder, LogFilter filter, Consumer<LogRecord> records) {
    return visit(folder, filter, (record, _) -> records.accept(record));
  }

  private static LogExtent visit(Path folder, LogFilter filter, LogVisitor visitor) {
    try {
      List<SegmentFile> segments = existing(folder);
      SegmentScanner scanner = new SegmentScanner();
      long bytes = 0;
      for (SegmentFile file : segments) {
        boolean isLast = file.number() == segments.size();
        if (!isLast && isSkipped(folder, file, segments.get(file.number()), filter, scanner)) {
          continue;
        }
        bytes =
            scanner.read(now(folder, file), isLast, (record, offset, length) -> {
              if (filter.passes(record.receiver(), record.round())) {
                visitor.take(decoded(file, offset, record), scanner.process());
              }
            });
      }
      return extent(scanner, segments.getLast().path(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * What is in each segment. Those whose index is missing or is not theirs are read instead.
   *
   * @throws LogDamagedException at the first byte read that is not what was written
   * @throws UncheckedIOException when a file cannot be read
   */
  public static List<SegmentIndex> indexes(Path folder) {
    try {
      List<SegmentFile> segments = existing(folder);
      SegmentScanner scanner = new SegmentScanner();
      List<SegmentIndex> indexes = new ArrayList<>();
      for (SegmentFile file : segments) {
        boolean isLast = file.number() == segments.size();
        Optional<SegmentIndex> index =
            isLast ? Optional.empty() : proven(folder, file, segments.get(file.number()), scanner);
        index.ifPresent(scanner::skip);
        indexes.add(index.isPresent() ? index.get() : indexed(scanner, now(folder, file), isLast));
      }
      return indexes;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a log, which may be none yet, for a writer that goes on with it. Everything is checked, and indexes that are
   * not those of their segments are known then.
   */
  static LogPosition position(Path folder) throws IOException {
    List<SegmentFile> segments = Files.isDirectory(folder) ? SegmentFile.in(folder) : List.of();
    SegmentScanner scanner = new SegmentScanner();
    List<SegmentIndex> indexes = new ArrayList<>();
    Map<Party, Integer> incarnations = new HashMap<>();
    for (SegmentFile file : segments) {
      SegmentIndex index = indexed(scanner, file, file.number() == segments.size());
      index.receivers().forEach((party, of) -> incarnations.merge(party, of.incarnation(), Integer::max));
      indexes.add(index);
    }
    LogExtent extent =
        segments.isEmpty()
            ? new LogExtent(0, 0, Ending.OPEN, SegmentFile.plain(folder, 1), 0)
            : extent(scanner, segments.getLast().path(), indexes.getLast().bytes());
    return new LogPosition(extent, scanner.segment(), scanner.chain(), incarnations, indexes);
  }

  private static boolean isSkipped(
      Path folder, SegmentFile file, SegmentFile next, LogFilter filter, SegmentScanner scanner) throws IOException {
    if (filter.equals(LogFilter.ALL)) {
      return false;
    }
    Optional<SegmentIndex> index = proven(folder, file, next, scanner).filter(of -> !of.hasAny(filter));
    index.ifPresent(scanner::skip);
    return index.isPresent();
  }

  /** The index of a segment when it fits the segments before and behind. */
  private static Optional<SegmentIndex> proven(
      Path folder, SegmentFile file, SegmentFile next, SegmentScanner scanner) throws IOException {
    Optional<SegmentIndex> index = IndexFile.read(folder, file.number()).filter(scanner::goesOnHere);
    boolean isProven = index.isPresent() && scanner.beginsBehind(now(folder, next), index.get());
    return isProven ? index : Optional.empty();
  }

  private static SegmentIndex indexed(SegmentScanner scanner, SegmentFile file, boolean isLast) throws IOException {
    SegmentIndex.Builder index = new SegmentIndex.Builder(file.number(), scanner.records(), scanner.chain());
    long bytes =
        scanner.read(file, isLast, (record, offset, length) ->
            index.add(
                record.receiver(), record.incarnation(), record.sequence(), record.round(), offset, length));
    return index.build(scanner.process().number(), bytes, scanner.chain(), scanner.ending());
  }

  private static LogRecord decoded(SegmentFile file, long offset, RecordParser record) {
    try {
      return record.record();
    } catch (WireException e) {
      throw new LogDamagedException(file.path(), offset, String.valueOf(e.getMessage()));
    }
  }

  private static List<SegmentFile> existing(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException("there is no such folder");
    }
    List<SegmentFile> segments = SegmentFile.in(folder);
    if (segments.isEmpty()) {
      throw new LogDamagedException(folder, 0, "there is no segment of a message log in this folder");
    }
    return segments;
  }

  /** The writer of a run that is going on may have archived a segment since the folder was listed. */
  private static SegmentFile now(Path folder, SegmentFile listed) {
    return Files.exists(listed.path())
        ? listed
        : new SegmentFile(listed.number(), SegmentFile.archived(folder, listed.number()));
  }

  private static LogExtent extent(SegmentScanner scanner, Path last, long bytes) {
    return new LogExtent(scanner.records(), scanner.process().number(), scanner.ending(), last, bytes);
  }
}
