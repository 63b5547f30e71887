package org.collegium.organization.messagelog;

import com.github.luben.zstd.ZstdIOException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;

/**
 * The bytes of a segment, a window at a time; an archived segment is decompressed on the way. So memory is bounded
 * whatever a file claims: the window grows only with bytes that are there. For one thread.
 */
final class SegmentInput implements AutoCloseable {
  private static final int WINDOW_BYTES = 1 << 20;

  private final SegmentFile file;
  private final InputStream input;
  private byte[] window = new byte[WINDOW_BYTES];
  private long windowOffset;
  private int from;
  private int to;

  private SegmentInput(SegmentFile file, InputStream input) {
    this.file = file;
    this.input = input;
  }

  static SegmentInput open(SegmentFile file) throws IOException {
    return new SegmentInput(
        file, file.isArchived() ? ArchiveInput.open(file.path()) : Files.newInputStream(file.path()));
  }

  /** The bytes that are there; {@link #from()} is the next one. */
  byte[] window() {
    return window;
  }

  int from() {
    return from;
  }

  /** How many bytes of the segment come before the next one. */
  long offset() {
    return windowOffset + from;
  }

  /** Takes bytes that are in the window. */
  void skip(int bytes) {
    from += bytes;
  }

  /** How many bytes are in the window now. */
  int available() {
    return to - from;
  }

  /** True when so many bytes are in the window now; false when the segment ends before. */
  boolean has(int bytes) throws IOException {
    while (to - from < bytes) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /** True when nothing but zeros is left: what a file system may leave behind what it had stored. Takes all of it. */
  boolean isZeroToItsEnd() throws IOException {
    while (has(1)) {
      for (; from < to; from++) {
        if (window[from] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean fill() throws IOException {
    if (to == window.length) {
      if (from > 0) {
        System.arraycopy(window, from, window, 0, to - from);
        windowOffset += from;
        to -= from;
        from = 0;
      } else {
        window = Arrays.copyOf(window, Math.toIntExact(2L * window.length));
      }
    }
    try {
      int read = input.read(window, to, window.length - to);
      to += Math.max(read, 0);
      return read > 0;
    } catch (ZstdIOException e) {
      throw new LogDamagedException(
          file.path(), offset(), "the archived segment is damaged: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
