package org.collegium.modelhost.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Parameters and moments as bytes: 32-bit floats one after the other, little-endian; every bit stays. */
final class AdapterBytes {
  private AdapterBytes() {}

  static byte[] of(float[]... parts) {
    long floats = 0;
    for (float[] part : parts) {
      floats += part.length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(floats * Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] part : parts) {
      bytes.asFloatBuffer().put(part);
      bytes.position(bytes.position() + part.length * Float.BYTES);
    }
    return bytes.array();
  }

  /** The floats from one to before another. */
  static float[] floats(byte[] bytes, int from, int count) {
    float[] values = new float[count];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(from * Float.BYTES).asFloatBuffer().get(values);
    return values;
  }
}
