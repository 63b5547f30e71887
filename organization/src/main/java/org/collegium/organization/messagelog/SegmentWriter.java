package org.collegium.organization.messagelog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.collegium.modelhost.fault.CrashPoints;
import org.collegium.organization.proto.LogEndProto;
import org.collegium.organization.proto.LogFrameProto;
import org.collegium.organization.proto.LogHeaderProto;

/**
 * Appends frames to segments of one process and begins a new segment when one is full. What earlier processes wrote is
 * never written to again. For one thread.
 */
final class SegmentWriter implements AutoCloseable {
  private final Path folder;
  private final long segmentBytesMax;
  private final int process;
  private final SegmentArchiver archiver;
  private final FrameBuffer buffer;
  private SegmentIndex.Builder index;
  private FileChannel channel;
  private int segment;
  private long segmentBytes;
  private long records;

  /**
   * Begins the first segment of the next process.
   *
   * @param folder is made when it is not there
   * @param position where the log stands; its tail must be whole
   * @param archiver told of every segment that is closed
   */
  SegmentWriter(Path folder, long segmentBytesMax, LogPosition position, SegmentArchiver archiver)
      throws IOException {
    this.folder = folder;
    this.segmentBytesMax = segmentBytesMax;
    this.process = position.extent().processes() + 1;
    this.records = position.extent().records();
    this.buffer = new FrameBuffer(position.chain());
    this.segment = position.segment() + 1;
    this.archiver = archiver;
    Files.createDirectories(folder);
    this.index = indexOfSegment();
    this.channel = open();
    begin();
  }

  void append(LogRecord record) throws IOException {
    if (segmentBytes >= segmentBytesMax) {
      roll();
    }
    int payloadBytes = buffer.size(record);
    if (!buffer.hasRoomFor(payloadBytes)) {
      write();
    }
    buffer.add(record, payloadBytes);
    index.add(record.receiver(), record.incarnation(), record.sequence(), record.round(), segmentBytes,
        Frames.HEAD_BYTES + payloadBytes);
    segmentBytes += Frames.HEAD_BYTES + payloadBytes;
    records++;
  }

  /** Hands everything to the operating system. */
  void write() throws IOException {
    drain(ByteBuffer.wrap(buffer.bytes(), 0, buffer.length()));
    buffer.empty();
  }

  /** Returns when everything is on the disk. */
  void force() throws IOException {
    write();
    channel.force(false);
  }

  int process() {
    return process;
  }

  long records() {
    return records;
  }

  /** Writes the end mark of this process; the log is complete then. */
  @Override
  public void close() throws IOException {
    try (FileChannel open = channel) {
      mark(LogFrameProto.newBuilder().setEnd(LogEndProto.newBuilder().setRecords(records)).build());
      write();
      open.force(true);
    }
    writeIndex(LogExtent.Ending.COMPLETE);
    archiver.closed(segment);
  }

  /** Lets go of the file after a failed write, as it stands: what is whole in it can be read. */
  void abandon() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  private FileChannel open() throws IOException {
    FileChannel opened =
        FileChannel.open(
            SegmentFile.plain(folder, segment), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    // An index without a segment tells a reader that the segment is missing.
    Files.write(SegmentFile.index(folder, segment), new byte[0]);
    SegmentFile.syncFolder(folder);
    return opened;
  }

  private SegmentIndex.Builder indexOfSegment() {
    return new SegmentIndex.Builder(segment, records, buffer.chain());
  }

  private void writeIndex(LogExtent.Ending ending) throws IOException {
    IndexFile.write(folder, index.build(process, segmentBytes, buffer.chain(), ending));
  }

  private void begin() throws IOException {
    write();
    drain(ByteBuffer.wrap(Frames.MAGIC));
    segmentBytes = Frames.MAGIC.length;
    LogHeaderProto header =
        LogHeaderProto.newBuilder()
            .setFormatVersion(Frames.FORMAT_VERSION)
            .setSegment(segment)
            .setRecordsBefore(records)
            .setProcess(process)
            .build();
    mark(LogFrameProto.newBuilder().setHeader(header).build());
  }

  private void roll() throws IOException {
    force();
    channel.close();
    writeIndex(LogExtent.Ending.OPEN);
    CrashPoints.pass("segment-roll");
    archiver.closed(segment);
    segment++;
    index = indexOfSegment();
    channel = open();
    CrashPoints.pass("segment-roll");
    begin();
  }

  private void mark(LogFrameProto frame) throws IOException {
    int payloadBytes = frame.getSerializedSize();
    if (!buffer.hasRoomFor(payloadBytes)) {
      write();
    }
    buffer.add(frame, payloadBytes);
    segmentBytes += Frames.HEAD_BYTES + payloadBytes;
  }

  private void drain(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
