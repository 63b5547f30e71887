package org.collegium.organization.messagelog;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * The contents of an archived segment. When they end, the trailer behind the compressed bytes is checked: no bit of the
 * file can change unseen, not even one that a decompressor may ignore.
 */
final class ArchiveInput extends InputStream {
  /** A zstd frame that every decompressor skips: magic, size 12, then size of the contents and CRC32C of the file. */
  static final int TRAILER_BYTES = 20;

  static final int TRAILER_MAGIC = 0x184D2A50;

  static final int TRAILER_CONTENT_BYTES = 12;

  /** Our own windows are 2 MiB; a file that asks for more memory than 16 MiB is not ours. */
  private static final int WINDOW_LOG_MAX = 24;

  private final Path file;
  private final FileChannel channel;
  private final CheckedInputStream compressed;
  private final InputStream contents;
  private final long compressedBytes;
  private long count;
  private boolean isChecked;

  private ArchiveInput(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.compressedBytes = channel.size() - TRAILER_BYTES;
    this.compressed = new CheckedInputStream(new Part(Channels.newInputStream(channel), compressedBytes), new CRC32C());
    this.contents = new ZstdInputStreamNoFinalizer(compressed).setLongMax(WINDOW_LOG_MAX);
  }

  static ArchiveInput open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      if (channel.size() < TRAILER_BYTES) {
        throw new LogDamagedException(file, channel.size(), "the archived segment is cut off");
      }
      return new ArchiveInput(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The first bytes of a stream and no more. */
  private static final class Part extends InputStream {
    private final InputStream whole;
    private long left;

    Part(InputStream whole, long length) {
      this.whole = whole;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = whole.read(bytes, from, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = contents.read(bytes, from, length);
    if (read < 0) {
      if (!isChecked) {
        checkTrailer();
        isChecked = true;
      }
    } else {
      count += read;
    }
    return read;
  }

  private void checkTrailer() throws IOException {
    ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int read = 0;
    while (trailer.hasRemaining() && read >= 0) {
      read = channel.read(trailer, compressedBytes + trailer.position());
    }
    CRC32C crc = (CRC32C) compressed.getChecksum();
    crc.update(trailer.array(), 0, TRAILER_BYTES - Integer.BYTES);
    trailer.flip();
    boolean isWhole =
        trailer.remaining() == TRAILER_BYTES
            && trailer.getInt() == TRAILER_MAGIC
            && trailer.getInt() == TRAILER_CONTENT_BYTES
            && trailer.getLong() == count
            && trailer.getInt() == (int) crc.getValue();
    if (!isWhole) {
      throw new LogDamagedException(
          file, compressedBytes, "the archived segment is damaged: its checksum does not fit");
    }
  }

  @Override
  public void close() throws IOException {
    try (FileChannel _ = channel) {
      contents.close();
    }
  }
}
