package org.collegium.modelhost.protocol;

import java.util.Arrays;
import java.util.List;

/** An immutable sequence of token ids with value equality. */
public final class Tokens {
  private static final Tokens EMPTY = new Tokens(new int[0]);

  private final int[] ids;

  private Tokens(int[] ids) {
    this.ids = ids;
  }

  /** Copies the given ids. */
  public static Tokens of(int... ids) {
    return ids.length == 0 ? EMPTY : new Tokens(ids.clone());
  }

  /** The sequence of length 0. */
  public static Tokens empty() {
    return EMPTY;
  }

  /** All parts, one behind the other. */
  public static Tokens concat(List<Tokens> parts) {
    int length = 0;
    for (Tokens part : parts) {
      length += part.ids.length;
    }
    int[] all = new int[length];
    int at = 0;
    for (Tokens part : parts) {
      System.arraycopy(part.ids, 0, all, at, part.ids.length);
      at += part.ids.length;
    }
    return new Tokens(all);
  }

  /** This sequence with another behind it. */
  public Tokens concat(Tokens next) {
    return concat(List.of(this, next));
  }

  /** The ids from {@code from} (inclusive) to {@code to} (exclusive). */
  public Tokens slice(int from, int to) {
    return new Tokens(Arrays.copyOfRange(ids, from, to));
  }

  /** How many tokens there are. */
  public int length() {
    return ids.length;
  }

  /** The id at a place, {@code 0 <= index < length()}. */
  public int at(int index) {
    return ids[index];
  }

  /** The last id. */
  public int last() {
    return ids[ids.length - 1];
  }

  /** True when there is no token. */
  public boolean isEmpty() {
    return ids.length == 0;
  }

  /** A copy of the ids. */
  public int[] toArray() {
    return ids.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tokens tokens && Arrays.equals(ids, tokens.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return Arrays.toString(ids);
  }
}
