package org.collegium.organization.messagelog;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.collegium.organization.proto.LogFrameProto;
import org.collegium.organization.proto.LogHeaderProto;

/** Reads a log from its first record to its last and checks every byte on the way. */
public final class LogReader {
  private final Path folder;
  private final Consumer<LogRecord> records;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer scratch = ByteBuffer.allocate(Frames.HEAD_BYTES);
  private long count;
  private int chain;

  private LogReader(Path folder, Consumer<LogRecord> records) {
    this.folder = folder;
    this.records = records;
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
    try {
      return new LogReader(folder, records).readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  private LogExtent readAll() throws IOException {
    List<Path> segments;
    try (Stream<Path> files = Files.list(folder)) {
      segments = files.filter(file -> file.getFileName().toString().endsWith(".log")).sorted().toList();
    }
    if (segments.isEmpty()) {
      throw new LogDamagedException(folder, 0, "there is no segment of a message log in this folder");
    }
    LogExtent extent = new LogExtent(0, LogExtent.Ending.OPEN, segments.getFirst(), 0);
    for (int at = 0; at < segments.size(); at++) {
      Path file = segments.get(at);
      if (extent.ending() == LogExtent.Ending.COMPLETE) {
        throw new LogDamagedException(file, 0, "the log was closed before this segment");
      }
      if (!file.getFileName().toString().equals(Frames.segmentName(at + 1))) {
        throw new LogDamagedException(file, 0, Frames.segmentName(at + 1) + " is missing");
      }
      extent = segment(file, at + 1, at == segments.size() - 1);
    }
    return extent;
  }

  private LogExtent segment(Path file, int number, boolean isLast) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int magic = Math.min(bytes.length, Frames.MAGIC.length);
    if (!Arrays.equals(bytes, 0, magic, Frames.MAGIC, 0, magic)) {
      throw new LogDamagedException(file, 0, "this is no segment of a message log");
    }
    ByteBuffer at = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(magic);
    boolean hasHeader = false;
    while (at.hasRemaining()) {
      int start = at.position();
      if (at.remaining() < Frames.HEAD_BYTES) {
        return truncated(file, start, isLast);
      }
      int length = at.getInt();
      int payloadCrc = at.getInt();
      int expected = Frames.chain(crc, scratch, chain, length, payloadCrc);
      if (at.getInt() != expected) {
        throw new LogDamagedException(file, start, "the head of a frame is damaged, or a frame is missing before it");
      }
      if (length < 0 || length > at.remaining()) {
        return truncated(file, start, isLast);
      }
      if (Frames.crc(crc, bytes, at.position(), length) != payloadCrc) {
        throw new LogDamagedException(file, start, "the contents of a frame are damaged");
      }
      LogFrameProto frame = parse(file, start, at.slice(at.position(), length));
      at.position(at.position() + length);
      chain = expected;
      boolean isEnd =
          switch (frame.getContentCase()) {
            case HEADER -> header(file, start, frame.getHeader(), number);
            case RECORD -> record(file, start, frame, hasHeader);
            case END -> end(file, start, frame.getEnd().getRecords(), at.hasRemaining());
            case CONTENT_NOT_SET -> throw new LogDamagedException(file, start, "a frame has no known contents");
          };
      if (isEnd) {
        return new LogExtent(count, LogExtent.Ending.COMPLETE, file, at.position());
      }
      hasHeader = true;
    }
    if (!hasHeader) {
      return truncated(file, 0, isLast);
    }
    return new LogExtent(count, LogExtent.Ending.OPEN, file, bytes.length);
  }

  private LogFrameProto parse(Path file, int start, ByteBuffer payload) {
    try {
      return LogFrameProto.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new LogDamagedException(file, start, "a frame is no Protobuf message: " + e.getMessage());
    }
  }

  private boolean record(Path file, int start, LogFrameProto frame, boolean hasHeader) {
    if (!hasHeader) {
      throw new LogDamagedException(file, start, "the segment does not begin with a header");
    }
    count++;
    records.accept(RecordWire.decode(frame.getRecord()));
    return false;
  }

  private boolean end(Path file, int start, long recordsToldAtEnd, boolean hasMore) {
    if (recordsToldAtEnd != count || hasMore) {
      throw new LogDamagedException(file, start, "the end mark is not at the end");
    }
    return true;
  }

  private boolean header(Path file, int start, LogHeaderProto header, int number) {
    if (header.getFormatVersion() != Frames.FORMAT_VERSION) {
      throw new LogDamagedException(
          file,
          start,
          "format version " + header.getFormatVersion() + "; this build reads version " + Frames.FORMAT_VERSION);
    }
    if (start != Frames.MAGIC.length || header.getSegment() != number || header.getRecordsBefore() != count) {
      throw new LogDamagedException(file, start, "this header belongs to segment " + header.getSegment());
    }
    return false;
  }

  /** Only the last segment may end inside a frame: there the process stopped while it wrote. */
  private LogExtent truncated(Path file, int start, boolean isLast) {
    if (!isLast) {
      throw new LogDamagedException(file, start, "the segment is cut off although another one follows");
    }
    return new LogExtent(count, LogExtent.Ending.TRUNCATED, file, start);
  }
}
