package org.collegium.modelhost.safetensors;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A memory-mapped safetensors file, checked as a whole when it is opened; usable by the thread that opened it.
 *
 * <p>Format: 8 bytes little-endian header length, JSON header, data. F32, F16 and BF16 are widened to {@code float}.
 */
public final class SafetensorsFile implements AutoCloseable {
  /** Limit of the reference implementation. */
  private static final long HEADER_BYTES_MAX = 100_000_000;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path file;
  private final Arena arena;
  private final SafetensorsHeader header;
  private final MemorySegment data;

  private SafetensorsFile(Path file, Arena arena, SafetensorsHeader header, MemorySegment data) {
    this.file = file;
    this.arena = arena;
    this.header = header;
    this.data = data;
  }

  /**
   * Maps a file and checks its header.
   *
   * @throws SafetensorsException when the file is missing, truncated, or its header is not sound
   */
  public static SafetensorsFile open(Path file) {
    Arena arena = Arena.ofConfined();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsFile opened = parse(file, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
      return opened;
    } catch (NoSuchFileException e) {
      arena.close();
      throw new SafetensorsException(file, "no such file", e);
    } catch (IOException e) {
      arena.close();
      throw new SafetensorsException(file, "cannot be read: " + e.getMessage(), e);
    } catch (SafetensorsException e) {
      arena.close();
      throw e;
    }
  }

  private static SafetensorsFile parse(Path file, Arena arena, MemorySegment mapped) {
    long size = mapped.byteSize();
    if (size < Long.BYTES) {
      throw new SafetensorsException(file, "truncated: " + size + " bytes hold no header length");
    }
    long headerBytes = mapped.get(LONG, 0);
    if (headerBytes < 2 || headerBytes > HEADER_BYTES_MAX) {
      throw new SafetensorsException(file, "header length " + headerBytes + " is not in [2, " + HEADER_BYTES_MAX + "]");
    }
    if (headerBytes > size - Long.BYTES) {
      throw new SafetensorsException(file, "truncated: header of " + headerBytes + " bytes in " + size + " bytes");
    }
    byte[] json = mapped.asSlice(Long.BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
    MemorySegment data = mapped.asSlice(Long.BYTES + headerBytes);
    return new SafetensorsFile(file, arena, SafetensorsHeader.parse(file, json, data.byteSize()), data);
  }

  /** The names of all tensors. */
  public SortedSet<String> names() {
    return new TreeSet<>(header.entries().keySet());
  }

  /** The free-form strings of the header. */
  public SortedMap<String, String> metadata() {
    return header.metadata();
  }

  /** The file that was opened. */
  public Path file() {
    return file;
  }

  /**
   * The shape of a tensor.
   *
   * @throws SafetensorsException when there is no such tensor
   */
  public TensorShape shape(String name) {
    return entry(name).shape();
  }

  /**
   * Reads a tensor that must have a given shape, in row-major order.
   *
   * @throws SafetensorsException when it is missing or has another shape
   */
  public float[] read(String name, long... shape) {
    SafetensorsHeader.Entry entry = entry(name);
    TensorShape expected = TensorShape.of(shape);
    if (!entry.shape().equals(expected)) {
      throw new SafetensorsException(file, name, "shape is " + entry.shape() + ", must be " + expected);
    }
    if (expected.size() > Integer.MAX_VALUE - 8) {
      throw new SafetensorsException(file, name, "has more elements than a Java array holds");
    }
    float[] values = new float[(int) expected.size()];
    long offset = entry.begin();
    for (int i = 0; i < values.length; i++) {
      values[i] = entry.type().read(data, offset);
      offset += entry.type().bytes;
    }
    return values;
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = header.entries().get(name);
    if (entry == null) {
      throw new SafetensorsException(file, name, "is missing");
    }
    return entry;
  }

  @Override
  public void close() {
    arena.close();
  }
}
