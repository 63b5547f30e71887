package org.collegium.modelhost.safetensors;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** The element types that can be widened to 32-bit floats. */
enum ElementType {
  F32(4) {
    @Override
    float read(MemorySegment data, long offset) {
      return data.get(FLOAT, offset);
    }
  },
  F16(2) {
    @Override
    float read(MemorySegment data, long offset) {
      return Float.float16ToFloat(data.get(SHORT, offset));
    }
  },
  BF16(2) {
    @Override
    float read(MemorySegment data, long offset) {
      return Float.intBitsToFloat(data.get(SHORT, offset) << 16);
    }
  };

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The element that starts at a byte offset. */
  abstract float read(MemorySegment data, long offset);
}
