package org.collegium.organization.messagelog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.collegium.organization.proto.LogEndProto;
import org.collegium.organization.proto.LogFrameProto;
import org.collegium.organization.proto.LogHeaderProto;
import org.collegium.organization.proto.LogRecordProto;

/**
 * Appends frames to segments of one process and begins a new segment when one is full. What earlier processes wrote is
 * never written to again. For one thread.
 */
final class SegmentWriter implements AutoCloseable {
  /** Frames gather here; one write call a quarter of a megabyte. */
  private static final int BUFFER_BYTES = 1 << 18;

  private final Path folder;
  private final long segmentBytesMax;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer scratch = ByteBuffer.allocate(Frames.HEAD_BYTES);
  private final CRC32C crc = new CRC32C();
  private final int process;
  private FileChannel channel;
  private int segment;
  private long segmentBytes;
  private long records;
  private int chain;

  /**
   * Begins the first segment of the next process.
   *
   * @param folder is made when it is not there
   * @param position where the log stands; its tail must be whole
   */
  SegmentWriter(Path folder, long segmentBytesMax, LogPosition position) throws IOException {
    this.folder = folder;
    this.segmentBytesMax = segmentBytesMax;
    this.process = position.extent().processes() + 1;
    this.records = position.extent().records();
    this.chain = position.chain();
    this.segment = position.segment() + 1;
    Files.createDirectories(folder);
    this.channel = open(segment);
    begin();
  }

  void append(LogRecordProto record) throws IOException {
    if (segmentBytes >= segmentBytesMax) {
      roll();
    }
    frame(LogFrameProto.newBuilder().setRecord(record).build());
    records++;
  }

  /** Hands everything to the operating system. */
  void write() throws IOException {
    drain(buffer.flip());
    buffer.clear();
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
      frame(LogFrameProto.newBuilder().setEnd(LogEndProto.newBuilder().setRecords(records)).build());
      write();
      open.force(true);
    }
  }

  /** Lets go of the file after a failed write, as it stands: what is whole in it can be read. */
  void abandon() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  private FileChannel open(int number) throws IOException {
    return FileChannel.open(
        folder.resolve(Frames.segmentName(number)), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private void begin() throws IOException {
    buffer.put(Frames.MAGIC);
    segmentBytes = Frames.MAGIC.length;
    LogHeaderProto header =
        LogHeaderProto.newBuilder()
            .setFormatVersion(Frames.FORMAT_VERSION)
            .setSegment(segment)
            .setRecordsBefore(records)
            .setProcess(process)
            .build();
    frame(LogFrameProto.newBuilder().setHeader(header).build());
  }

  private void roll() throws IOException {
    force();
    channel.close();
    segment++;
    channel = open(segment);
    begin();
  }

  private void frame(LogFrameProto frame) throws IOException {
    byte[] payload = frame.toByteArray();
    int payloadCrc = Frames.crc(crc, payload, 0, payload.length);
    chain = Frames.chain(crc, scratch, chain, payload.length, payloadCrc);
    if (buffer.remaining() < Frames.HEAD_BYTES + payload.length) {
      write();
    }
    buffer.putInt(payload.length).putInt(payloadCrc).putInt(chain);
    if (payload.length <= buffer.remaining()) {
      buffer.put(payload);
    } else {
      write();
      drain(ByteBuffer.wrap(payload));
    }
    segmentBytes += Frames.HEAD_BYTES + payload.length;
  }

  private void drain(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
