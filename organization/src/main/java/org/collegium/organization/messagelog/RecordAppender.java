package org.collegium.organization.messagelog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Writes a log of records that were recorded elsewhere, as they are, as its first process. For one thread. */
public final class RecordAppender implements AutoCloseable {
  private final Path folder;
  private final SegmentArchiver archiver;
  private final SegmentWriter segments;

  private RecordAppender(Path folder, SegmentArchiver archiver, SegmentWriter segments) {
    this.folder = folder;
    this.archiver = archiver;
    this.segments = segments;
  }

  /**
   * Begins a log.
   *
   * @param folder of the segments; made when it is not there, and must be empty
   * @throws UncheckedIOException when it cannot be written
   */
  public static RecordAppender create(Path folder, LogSettings settings) {
    try {
      if (LogReader.hasLog(folder)) {
        throw new IOException("there is something in it");
      }
      SegmentArchiver archiver = new SegmentArchiver(folder, settings.compression());
      SegmentWriter segments =
          new SegmentWriter(folder, settings.segmentBytesMax(), LogReader.position(folder), archiver);
      archiver.start();
      return new RecordAppender(folder, archiver, segments);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** Writes the next record. */
  public void append(LogRecord record) {
    try {
      segments.append(record);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** How many were written. */
  public long records() {
    return segments.records();
  }

  /** Writes the end mark, and returns when everything is on the disk and compressed. */
  @Override
  public void close() {
    try (archiver) {
      segments.close();
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static UncheckedIOException failed(Path folder, IOException e) {
    return new UncheckedIOException(folder + ": the message log cannot be written: " + e.getMessage(), e);
  }
}
