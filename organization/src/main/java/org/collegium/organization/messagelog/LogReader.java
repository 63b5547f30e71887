package org.collegium.organization.messagelog;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.collegium.organization.messagelog.LogExtent.Ending;
import org.collegium.organization.proto.LogFrameProto;
import org.collegium.organization.proto.LogHeaderProto;

/** Reads a log from its first record to its last and checks every byte on the way. */
public final class LogReader {
  private final Path folder;
  private final Consumer<LogRecord> records;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer scratch = ByteBuffer.allocate(Frames.HEAD_BYTES);
  private Ending ending = Ending.OPEN;
  private long count;
  private int chain;
  private int segment;
  private int process;

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
      LogReader reader = new LogReader(folder, records);
      List<Path> segments = reader.segments();
      if (segments.isEmpty()) {
        throw new LogDamagedException(folder, 0, "there is no segment of a message log in this folder");
      }
      return reader.readAll(segments);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /** Reads a log, which may be none yet, for a writer that goes on with it. */
  static LogPosition position(Path folder) throws IOException {
    Map<Party, Integer> incarnations = new HashMap<>();
    LogReader reader =
        new LogReader(folder, record -> incarnations.merge(record.receiver(), record.incarnation(), Integer::max));
    List<Path> segments = Files.isDirectory(folder) ? reader.segments() : List.of();
    LogExtent extent =
        segments.isEmpty()
            ? new LogExtent(0, 0, Ending.OPEN, folder.resolve(Frames.segmentName(1)), 0)
            : reader.readAll(segments);
    return new LogPosition(extent, reader.segment, reader.chain, incarnations);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().endsWith(".log")).sorted().toList();
    }
  }

  private LogExtent readAll(List<Path> segments) throws IOException {
    long bytes = 0;
    for (int at = 0; at < segments.size(); at++) {
      Path file = segments.get(at);
      if (!file.getFileName().toString().equals(Frames.segmentName(at + 1))) {
        throw new LogDamagedException(file, 0, Frames.segmentName(at + 1) + " is missing");
      }
      bytes = read(file, at + 1);
      if (ending == Ending.TRUNCATED && at < segments.size() - 1) {
        throw new LogDamagedException(file, bytes, "the segment is cut off although another one follows");
      }
    }
    return new LogExtent(count, process, ending, segments.getLast(), bytes);
  }

  /** Reads a segment and returns how many of its bytes are whole frames. */
  private long read(Path file, int number) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int magic = Math.min(bytes.length, Frames.MAGIC.length);
    if (!Arrays.equals(bytes, 0, magic, Frames.MAGIC, 0, magic)) {
      throw new LogDamagedException(file, 0, "this is no segment of a message log");
    }
    ByteBuffer at = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(magic);
    while (at.hasRemaining()) {
      int start = at.position();
      if (at.remaining() < Frames.HEAD_BYTES) {
        return truncated(number, start);
      }
      int length = at.getInt();
      int payloadCrc = at.getInt();
      int expected = Frames.chain(crc, scratch, chain, length, payloadCrc);
      if (at.getInt() != expected) {
        throw new LogDamagedException(file, start, "the head of a frame is damaged, or a frame is missing before it");
      }
      if (length < 0 || length > at.remaining()) {
        return truncated(number, start);
      }
      if (Frames.crc(crc, bytes, at.position(), length) != payloadCrc) {
        throw new LogDamagedException(file, start, "the contents of a frame are damaged");
      }
      LogFrameProto frame = parse(file, start, at.slice(at.position(), length));
      at.position(at.position() + length);
      chain = expected;
      switch (frame.getContentCase()) {
        case HEADER -> header(file, start, frame.getHeader(), number);
        case RECORD -> record(file, start, frame, number);
        case END -> end(file, start, frame.getEnd().getRecords(), at.hasRemaining());
        default -> throw new LogDamagedException(file, start, "a frame has no known contents");
      }
    }
    return segment == number ? bytes.length : truncated(number, 0);
  }

  private LogFrameProto parse(Path file, int start, ByteBuffer payload) {
    try {
      return LogFrameProto.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new LogDamagedException(file, start, "a frame is no Protobuf message: " + e.getMessage());
    }
  }

  private void record(Path file, int start, LogFrameProto frame, int number) {
    if (segment != number) {
      throw new LogDamagedException(file, start, "the segment does not begin with a header");
    }
    count++;
    records.accept(RecordWire.decode(frame.getRecord()));
  }

  private void end(Path file, int start, long recordsToldAtEnd, boolean hasMore) {
    if (recordsToldAtEnd != count || hasMore) {
      throw new LogDamagedException(file, start, "the end mark is not at the end");
    }
    ending = Ending.COMPLETE;
  }

  private void header(Path file, int start, LogHeaderProto header, int number) {
    int version = header.getFormatVersion();
    if (version > Frames.FORMAT_VERSION) {
      throw new LogDamagedException(
          file,
          start,
          "log format " + version + " is newer than this version of Collegium, which reads format "
              + Frames.FORMAT_VERSION);
    }
    if (version < Frames.FORMAT_VERSION) {
      throw new LogDamagedException(
          file, start, "log format " + version + " is no longer read; this version reads format "
              + Frames.FORMAT_VERSION);
    }
    boolean isFirstFrame = start == Frames.MAGIC.length && segment == number - 1;
    if (!isFirstFrame || header.getSegment() != number || header.getRecordsBefore() != count) {
      throw new LogDamagedException(file, start, "this header belongs to segment " + header.getSegment());
    }
    boolean goesOn = header.getProcess() == process && ending == Ending.OPEN && number > 1;
    if (!goesOn && header.getProcess() != process + 1) {
      throw new LogDamagedException(
          file, start, "process " + header.getProcess() + " cannot go on here: the log ends with process " + process);
    }
    segment = number;
    process = header.getProcess();
    ending = Ending.OPEN;
  }

  /** Only the last segment may end inside a frame: there the process stopped while it wrote. */
  private long truncated(int number, int start) {
    ending = Ending.TRUNCATED;
    return segment == number ? start : 0;
  }
}
