package org.collegium.organization.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.collegium.organization.proto.LogFrameProto;
import org.collegium.organization.proto.LogHeaderProto;

/** Seeded ways to damage the files of a log. */
final class Mutations {
  private static final int MAGIC_BYTES = 8;
  private static final int HEAD_BYTES = 12;

  private final SplittableRandom random;

  /** What is done to a log. */
  enum Kind {
    BIT_FLIP, TRUNCATION, ZEROED_TAIL, GARBAGE_BEHIND, SEGMENT_MISSING, SEGMENTS_SWAPPED, SEGMENT_DOUBLED,
    FRAME_MISSING, FRAME_DOUBLED, FRAMES_SWAPPED, FOREIGN_CONTENTS, FOREIGN_NAME, OTHER_VERSION, INDEX_DAMAGED,
    INDEX_SWAPPED, INDEX_MISSING
  }

  Mutations(SplittableRandom random) {
    this.random = random;
  }

  /** A damaged copy; may by chance be equal. */
  SortedMap<String, byte[]> apply(Kind kind, SortedMap<String, byte[]> original) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>(original);
    boolean isOfIndex = kind.name().startsWith("INDEX");
    List<String> names = files.keySet().stream().filter(name -> name.endsWith(".idx") == isOfIndex).toList();
    String one = any(names);
    String other = any(names);
    byte[] bytes = contents(files, one).clone();
    switch (kind) {
      case BIT_FLIP -> files.put(one, flipped(bytes));
      case TRUNCATION -> files.put(one, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      case ZEROED_TAIL -> {
        Arrays.fill(bytes, random.nextInt(bytes.length), bytes.length, (byte) 0);
        files.put(one, bytes);
      }
      case GARBAGE_BEHIND -> files.put(one, joined(bytes, noise(1 + random.nextInt(40))));
      case SEGMENT_MISSING, INDEX_MISSING -> files.remove(one);
      case SEGMENTS_SWAPPED, INDEX_SWAPPED -> {
        files.put(one, contents(original, other));
        files.put(other, bytes);
      }
      case SEGMENT_DOUBLED -> files.put(one, contents(original, other));
      case FRAME_MISSING, FRAME_DOUBLED, FRAMES_SWAPPED -> {
        String plain = any(plain(names));
        files.put(plain, rearranged(kind, contents(original, plain)));
      }
      case FOREIGN_CONTENTS -> files.put(one, noise(random.nextInt(400)));
      case FOREIGN_NAME -> files.put("segment-" + random.nextInt(9_999) + ".log", bytes);
      case OTHER_VERSION -> {
        String plain = any(plain(names));
        files.put(plain, ofVersion(3 + random.nextInt(7), contents(original, plain)));
      }
      case INDEX_DAMAGED -> files.put(
          one, bytes.length == 0 || random.nextBoolean() ? noise(random.nextInt(200)) : flipped(bytes));
      default -> throw new IllegalArgumentException(kind.name());
    }
    return files;
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private String any(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private static List<String> plain(List<String> names) {
    return names.stream().filter(name -> name.endsWith(".log")).toList();
  }

  private static byte[] contents(SortedMap<String, byte[]> files, String name) {
    return files.getOrDefault(name, new byte[0]);
  }

  private byte[] rearranged(Kind kind, byte[] segment) {
    List<byte[]> frames = frames(segment);
    int one = random.nextInt(frames.size());
    int other = random.nextInt(frames.size());
    byte[] frame = frames.get(one);
    switch (kind) {
      case FRAME_MISSING -> frames.remove(one);
      case FRAME_DOUBLED -> frames.add(other, frame);
      default -> {
        frames.set(one, frames.get(other));
        frames.set(other, frame);
      }
    }
    return joined(Arrays.copyOf(segment, MAGIC_BYTES), joined(frames.toArray(byte[][]::new)));
  }

  /** A header as a later version would write it, with checksums that fit. */
  private static byte[] ofVersion(int version, byte[] segment) throws IOException {
    List<byte[]> frames = frames(segment);
    byte[] first = frames.getFirst();
    LogFrameProto frame =
        LogFrameProto.parseFrom(ByteBuffer.wrap(first, HEAD_BYTES, first.length - HEAD_BYTES));
    LogHeaderProto header = frame.getHeader().toBuilder().setFormatVersion(version).build();
    byte[] payload = frame.toBuilder().setHeader(header).build().toByteArray();
    // The chain before the first frame is 0; a later segment's is not known here, so its chain will not fit.
    ByteBuffer link = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int payloadCrc = crc(payload);
    link.putInt(0).putInt(payload.length).putInt(payloadCrc);
    byte[] head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN)
        .putInt(payload.length).putInt(payloadCrc).putInt(crc(link.array())).array();
    frames.set(0, joined(head, payload));
    return joined(Arrays.copyOf(segment, MAGIC_BYTES), joined(frames.toArray(byte[][]::new)));
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static List<byte[]> frames(byte[] segment) {
    List<byte[]> frames = new ArrayList<>();
    ByteBuffer at = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC_BYTES);
    while (at.hasRemaining()) {
      byte[] frame = new byte[HEAD_BYTES + at.getInt(at.position())];
      at.get(frame);
      frames.add(frame);
    }
    return frames;
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuffer joined = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }
}
