package org.collegium.modelhost.protocol;

import java.util.Arrays;

/** An immutable sequence of 32-bit reals; equal when every bit is. */
public final class Reals {
  private static final Reals EMPTY = new Reals(new float[0]);

  private final float[] values;

  private Reals(float[] values) {
    this.values = values;
  }

  /** Copies the given values. */
  public static Reals of(float... values) {
    return values.length == 0 ? EMPTY : new Reals(values.clone());
  }

  /** The sequence of length 0. */
  public static Reals empty() {
    return EMPTY;
  }

  /** How many values there are. */
  public int length() {
    return values.length;
  }

  /** The value at a place, {@code 0 <= index < length()}. */
  public float at(int index) {
    return values[index];
  }

  /** The values from {@code from} (inclusive) to {@code to} (exclusive). */
  public Reals slice(int from, int to) {
    return new Reals(Arrays.copyOfRange(values, from, to));
  }

  /** A copy of the values. */
  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reals reals && Arrays.equals(values, reals.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
