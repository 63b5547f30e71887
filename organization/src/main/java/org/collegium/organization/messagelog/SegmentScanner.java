package org.collegium.organization.messagelog;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.messagelog.LogExtent.Ending;
import org.collegium.organization.proto.LogFrameProto;
import org.collegium.organization.proto.LogHeaderProto;

/**
 * Goes through a log segment by segment and checks every byte of those that it reads. For one thread.
 *
 * <p>A segment may be skipped when its index is there: the chain with which the next segment begins proves that the
 * index belongs to it.
 */
final class SegmentScanner {
  private final Frames frames = new Frames();
  private final RecordParser parser = new RecordParser();
  private Ending ending = Ending.OPEN;
  private long records;
  private int chain;
  private int segment;
  private LogProcess process = LogProcess.NONE;

  /** Is shown every record. */
  @FunctionalInterface
  interface Visitor {
    /**
     * The parser stands at the record.
     *
     * @param offset of its frame in the uncompressed segment
     * @param frameBytes head included
     */
    void take(RecordParser record, long offset, int frameBytes);
  }

  Ending ending() {
    return ending;
  }

  long records() {
    return records;
  }

  int chain() {
    return chain;
  }

  /** The last segment whose header was whole. */
  int segment() {
    return segment;
  }

  LogProcess process() {
    return process;
  }

  /**
   * Reads a segment.
   *
   * @param isLast only the last one may end inside a frame
   * @return how many of its bytes are whole frames
   * @throws LogDamagedException at the first byte that is not what was written
   */
  long read(SegmentFile file, boolean isLast, Visitor visitor) throws IOException {
    try (SegmentInput input = SegmentInput.open(file)) {
      if (!input.has(Frames.MAGIC.length)) {
        boolean isTorn = startsLikeASegment(input) || input.isZeroToItsEnd();
        return torn(file, 0, isLast && isTorn, "this is no segment of a message log");
      }
      if (!startsLikeASegment(input)) {
        return torn(file, 0, isLast && input.isZeroToItsEnd(), "this is no segment of a message log");
      }
      input.skip(Frames.MAGIC.length);
      while (input.has(1)) {
        long start = input.offset();
        if (!input.has(Frames.HEAD_BYTES)) {
          return torn(file, start, isLast, "the segment is cut off although another one follows");
        }
        if (!frame(file, input, isLast, visitor)) {
          return segment == file.number() ? start : 0;
        }
      }
      return segment == file.number()
          ? input.offset()
          : torn(file, 0, isLast, "the segment is cut off although another one follows");
    }
  }

  /** True when the segment begins where this index says that the one before it has ended. */
  boolean beginsBehind(SegmentFile file, SegmentIndex before) throws IOException {
    try (SegmentInput input = SegmentInput.open(file)) {
      if (!input.has(Frames.MAGIC.length + Frames.HEAD_BYTES)) {
        return false;
      }
      int head = input.from() + Frames.MAGIC.length;
      byte[] window = input.window();
      return frames.chain(before.chainAfter(), Frames.get(window, head), Frames.get(window, head + 4))
          == Frames.get(window, head + 8);
    }
  }

  /** True when the index says that its segment goes on exactly here. */
  boolean goesOnHere(SegmentIndex index) {
    return index.segment() == segment + 1
        && index.chainBefore() == chain
        && index.recordsBefore() == records
        && isNextProcess(index.process(), index.segment());
  }

  void skip(SegmentIndex index) {
    segment = index.segment();
    process = process.next(index.process(), ending);
    records += index.records();
    chain = index.chainAfter();
    ending = index.ending();
  }

  /** Reads a frame; false when the log ends inside it. */
  private boolean frame(SegmentFile file, SegmentInput input, boolean isLast, Visitor visitor) throws IOException {
    long start = input.offset();
    int length = Frames.get(input.window(), input.from());
    int payloadCrc = Frames.get(input.window(), input.from() + 4);
    int expected = frames.chain(chain, length, payloadCrc);
    if (Frames.get(input.window(), input.from() + 8) != expected || length < 0 || length > Frames.PAYLOAD_BYTES_MAX) {
      boolean isTorn = isLast && !file.isArchived() && input.isZeroToItsEnd();
      torn(file, start, isTorn, "the head of a frame is damaged, or a frame is missing before it");
      return false;
    }
    if (!input.has(Frames.HEAD_BYTES + length)) {
      torn(file, start, isLast, "the segment is cut off although another one follows");
      return false;
    }
    int from = input.from() + Frames.HEAD_BYTES;
    byte[] window = input.window();
    if (frames.crc(window, from, length) != payloadCrc) {
      throw new LogDamagedException(file.path(), start, "the contents of a frame are damaged");
    }
    chain = expected;
    input.skip(Frames.HEAD_BYTES + length);
    if (length > 0 && window[from] == RecordParser.RECORD_TAG) {
      record(file, start, length, window, from, visitor);
    } else {
      mark(file, start, input, ByteBuffer.wrap(window, from, length));
    }
    return true;
  }

  private void record(SegmentFile file, long start, int length, byte[] window, int from, Visitor visitor) {
    if (segment != file.number() || ending == Ending.COMPLETE) {
      throw new LogDamagedException(file.path(), start, "a record stands before the header or behind the end mark");
    }
    try {
      parser.parse(window, from, from + length);
    } catch (WireException e) {
      throw new LogDamagedException(file.path(), start, String.valueOf(e.getMessage()));
    }
    records++;
    visitor.take(parser, start, Frames.HEAD_BYTES + length);
  }

  private void mark(SegmentFile file, long start, SegmentInput input, ByteBuffer payload) throws IOException {
    LogFrameProto frame;
    try {
      frame = LogFrameProto.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new LogDamagedException(file.path(), start, "a frame is no Protobuf message: " + e.getMessage());
    }
    switch (frame.getContentCase()) {
      case HEADER -> header(file, start, frame.getHeader());
      case END -> {
        if (frame.getEnd().getRecords() != records || segment != file.number() || input.has(1)) {
          throw new LogDamagedException(file.path(), start, "the end mark is not at the end");
        }
        ending = Ending.COMPLETE;
      }
      default -> throw new LogDamagedException(file.path(), start, "a frame has no known contents");
    }
  }

  private void header(SegmentFile file, long start, LogHeaderProto header) {
    int version = header.getFormatVersion();
    if (version != Frames.FORMAT_VERSION) {
      throw new LogVersionException(
          file.path(),
          start,
          "log format " + version + (version > Frames.FORMAT_VERSION ? " is newer than" : " is older than what")
              + " this version of Collegium" + (version > Frames.FORMAT_VERSION ? ", which reads format " : " reads, ")
              + Frames.FORMAT_VERSION);
    }
    boolean isFirstFrame = start == Frames.MAGIC.length && segment == file.number() - 1;
    if (!isFirstFrame || header.getSegment() != file.number() || header.getRecordsBefore() != records) {
      throw new LogDamagedException(file.path(), start, "this header belongs to segment " + header.getSegment());
    }
    if (!isNextProcess(header.getProcess(), file.number())) {
      throw new LogDamagedException(
          file.path(),
          start,
          "process " + header.getProcess() + " cannot go on here: the log ends with process " + process.number());
    }
    segment = file.number();
    process = process.next(header.getProcess(), ending);
    ending = Ending.OPEN;
  }

  /** The same process goes on unless it has closed the log; the next one may always. */
  private boolean isNextProcess(int next, int number) {
    return next == process.number() + 1 || (next == process.number() && number > 1 && ending == Ending.OPEN);
  }

  /** Only the last segment may end inside a frame, and only as long as it is written to. */
  private long torn(SegmentFile file, long start, boolean isTorn, String otherwise) {
    if (!isTorn || file.isArchived()) {
      throw new LogDamagedException(
          file.path(), start, file.isArchived() && isTorn ? "the archived segment is cut off" : otherwise);
    }
    ending = Ending.TRUNCATED;
    return segment == file.number() ? start : 0;
  }

  private static boolean startsLikeASegment(SegmentInput input) {
    int bytes = Math.min(input.available(), Frames.MAGIC.length);
    return Arrays.equals(input.window(), input.from(), input.from() + bytes, Frames.MAGIC, 0, bytes);
  }
}
