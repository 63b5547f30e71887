package org.collegium.modelhost.safetensors;

/** A tensor on its way to a file: {@code shape().size()} values in row-major order. Not copied: do not change them. */
@SuppressWarnings("ArrayRecordComponent") // Weights are large; a holder compared by nobody.
public record NamedTensor(String name, TensorShape shape, float[] values) {
  /** Checks that there are as many values as the shape says. */
  public NamedTensor {
    if (shape.size() != values.length) {
      throw new IllegalArgumentException("tensor " + name + " of shape " + shape + " has " + values.length + " values");
    }
  }
}
