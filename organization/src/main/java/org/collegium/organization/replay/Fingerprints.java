package org.collegium.organization.replay;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A set of values of any length in 16 bytes each: the first 128 bits of their SHA-256. Two different values are never
 * told apart only with a chance of 2^-128. For one thread.
 */
final class Fingerprints {
  private static final int LONGS_AT_FIRST = 1 << 10;

  private final MessageDigest digest;
  private long[] slots = new long[LONGS_AT_FIRST];
  private int size;

  /** 128 bits; never all zero in practice, which marks a free slot. */
  record Fingerprint(long high, long low) {}

  Fingerprints() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** The fingerprint of a sequence of texts and bytes. */
  Fingerprint of(ByteString bytes, Object... texts) {
    for (Object text : texts) {
      byte[] encoded = text.toString().getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, encoded.length));
      digest.update(encoded);
    }
    bytes.asReadOnlyByteBufferList().forEach(digest::update);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new Fingerprint(hash.getLong(), hash.getLong());
  }

  boolean has(Fingerprint fingerprint) {
    return slots[slotOf(fingerprint)] != 0;
  }

  /** False when it was there already. */
  boolean add(Fingerprint fingerprint) {
    int slot = slotOf(fingerprint);
    if (slots[slot] != 0) {
      return false;
    }
    put(slot, fingerprint);
    size++;
    // Half of the slots of two longs stay free.
    if (4L * size >= slots.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[Math.multiplyExact(old.length, 2)];
    for (int at = 0; at < old.length; at += 2) {
      if (old[at] != 0) {
        Fingerprint each = new Fingerprint(old[at], old[at + 1]);
        put(slotOf(each), each);
      }
    }
  }

  private void put(int slot, Fingerprint fingerprint) {
    slots[slot] = marked(fingerprint.high());
    slots[slot + 1] = fingerprint.low();
  }

  /** Where it is, or would be. */
  private int slotOf(Fingerprint fingerprint) {
    long high = marked(fingerprint.high());
    int slot = (int) (fingerprint.low() & (slots.length / 2 - 1)) * 2;
    while (slots[slot] != 0 && (slots[slot] != high || slots[slot + 1] != fingerprint.low())) {
      slot = (slot + 2) & (slots.length - 1);
    }
    return slot;
  }

  /** Zero marks a free slot. */
  private static long marked(long high) {
    return high == 0 ? 1 : high;
  }
}
