package org.collegium.modelhost.safetensors;

import java.util.List;
import java.util.stream.LongStream;

/**
 * The lengths of a tensor's axes, outermost first.
 *
 * @param axes each at least 0; none for a scalar
 */
public record TensorShape(List<Long> axes) {
  /** Copies the list and refuses negative lengths. */
  public TensorShape {
    axes = List.copyOf(axes);
    if (axes.stream().anyMatch(axis -> axis < 0)) {
      throw new IllegalArgumentException("negative length in shape " + axes);
    }
  }

  /** The shape with these axes. */
  public static TensorShape of(long... axes) {
    return new TensorShape(LongStream.of(axes).boxed().toList());
  }

  /**
   * Number of elements.
   *
   * @throws ArithmeticException when it does not fit in a {@code long}
   */
  public long size() {
    long size = 1;
    for (long axis : axes) {
      size = Math.multiplyExact(size, axis);
    }
    return size;
  }

  /** The axes as an array. */
  public long[] toArray() {
    return axes.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String toString() {
    return axes.toString();
  }
}
