package org.collegium.organization.messagelog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Values by the bytes that they are decoded from, so that what occurs in every record is decoded once. It begins anew
 * when it is full. For one thread.
 */
final class InternTable<T> {
  private static final int ENTRIES_MAX = 1 << 15;
  private static final int SLOTS = 2 * ENTRIES_MAX;

  private final Function<byte[], T> decoder;
  private final List<Entry<T>> entries = new ArrayList<>();
  private final int[] slots = new int[SLOTS];

  private static final class Entry<T> {
    private final byte[] bytes;
    private final T value;

    private Entry(byte[] bytes, T value) {
      this.bytes = bytes;
      this.value = value;
    }
  }

  InternTable(Function<byte[], T> decoder) {
    this.decoder = decoder;
  }

  T get(byte[] bytes, int from, int to) {
    int slot = hash(bytes, from, to) & (SLOTS - 1);
    while (slots[slot] != 0) {
      Entry<T> entry = entries.get(slots[slot] - 1);
      if (Arrays.equals(entry.bytes, 0, entry.bytes.length, bytes, from, to)) {
        return entry.value;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    byte[] key = Arrays.copyOfRange(bytes, from, to);
    T value = decoder.apply(key);
    if (entries.size() == ENTRIES_MAX) {
      entries.clear();
      Arrays.fill(slots, 0);
      slot = hash(bytes, from, to) & (SLOTS - 1);
    }
    entries.add(new Entry<>(key, value));
    slots[slot] = entries.size();
    return value;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = to - from;
    int at = from;
    for (; at + Integer.BYTES <= to; at += Integer.BYTES) {
      hash = (hash ^ Frames.get(bytes, at)) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    for (; at < to; at++) {
      hash = (hash ^ bytes[at]) * 0x9E3779B1;
    }
    return hash ^ (hash >>> 15);
  }
}
