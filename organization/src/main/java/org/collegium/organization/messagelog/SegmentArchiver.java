package org.collegium.organization.messagelog;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses closed segments on a thread of its own. What waits is a range of numbers, so it needs no memory however
 * far behind it is. A segment is compressed into another file, that one is put on the disk and renamed, and only then
 * the plain file is taken away: at every instant one of them is whole.
 */
final class SegmentArchiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentArchiver.class);
  private static final int LEVEL = 3;
  private static final long IDLE_PARK_NANOS = 1_000_000_000;

  private final Path folder;
  private final Compression compression;
  private final Thread thread = Thread.ofPlatform().name("message-log-archiver").daemon(true).unstarted(this::work);
  private volatile int closed;
  private volatile boolean isClosing;
  private int done;

  /** Compresses what earlier processes left plain too, when they closed it. */
  SegmentArchiver(Path folder, Compression compression) {
    this.folder = folder;
    this.compression = compression;
  }

  void start() {
    if (compression == Compression.ZSTD) {
      thread.start();
    }
  }

  /** All segments up to this one will not be written to any more. */
  void closed(int segment) {
    closed = segment;
    LockSupport.unpark(thread);
  }

  /** Returns when everything that was closed is compressed. */
  @Override
  public void close() {
    isClosing = true;
    LockSupport.unpark(thread);
    Threads.join(thread);
  }

  private void work() {
    try {
      while (true) {
        boolean isLast = isClosing;
        while (done < closed) {
          archive(done + 1);
          done++;
        }
        if (isLast) {
          return;
        }
        LockSupport.parkNanos(this, IDLE_PARK_NANOS);
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn("{}: segments stay uncompressed from number {} on: {}", folder, done + 1, e.toString());
    }
  }

  private void archive(int segment) throws IOException {
    Path plain = SegmentFile.plain(folder, segment);
    if (!Files.exists(plain)) {
      return;
    }
    Path archived = SegmentFile.archived(folder, segment);
    Path part = archived.resolveSibling(archived.getFileName() + ".part");
    try {
      compress(plain, part);
      Files.move(part, archived, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      SegmentFile.syncFolder(folder);
    } finally {
      Files.deleteIfExists(part);
    }
    Files.delete(plain);
  }

  static void compress(Path plain, Path target) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        InputStream source = Files.newInputStream(plain)) {
      CRC32C crc = new CRC32C();
      OutputStream checked = new CheckedOutputStream(new Kept(Channels.newOutputStream(channel)), crc);
      long count;
      try (ZstdOutputStreamNoFinalizer contents = new ZstdOutputStreamNoFinalizer(checked, LEVEL)) {
        count = source.transferTo(contents.setChecksum(true));
      }
      ByteBuffer trailer = ByteBuffer.allocate(ArchiveInput.TRAILER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      trailer.putInt(ArchiveInput.TRAILER_MAGIC).putInt(ArchiveInput.TRAILER_CONTENT_BYTES).putLong(count);
      crc.update(trailer.array(), 0, trailer.position());
      trailer.putInt((int) crc.getValue()).flip();
      while (trailer.hasRemaining()) {
        channel.write(trailer);
      }
      channel.force(true);
    }
  }

  /** Stays open when the compressor above it is closed: the trailer is still to come. */
  private static final class Kept extends FilterOutputStream {
    Kept(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
