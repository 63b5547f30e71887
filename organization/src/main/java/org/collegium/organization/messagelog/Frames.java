package org.collegium.organization.messagelog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * How bytes stand in a segment. A segment is the 8 bytes of {@link #MAGIC} and then frames; a frame is three 32-bit
 * little-endian numbers and a payload:
 *
 * <pre>
 *   length of the payload | CRC32C of the payload | chain | payload
 * </pre>
 *
 * <p>The chain is the CRC32C over the chain of the frame before (0 before the first frame of the log; it goes on from
 * one segment to the next), the length and the payload's CRC, 4 little-endian bytes each. So a damaged length is told
 * from a frame that was cut off, and frames that are missing, doubled or out of order do not go unnoticed.
 */
final class Frames {
  static final byte[] MAGIC = "CLGMLOG\n".getBytes(StandardCharsets.US_ASCII);

  /** Version of frames and of {@code organization.proto}; raised when an older reader could misread. */
  static final int FORMAT_VERSION = 2;

  static final int HEAD_BYTES = 12;

  private Frames() {}

  static int crc(CRC32C crc, byte[] bytes, int from, int length) {
    crc.reset();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  static int chain(CRC32C crc, ByteBuffer scratch, int before, int length, int payloadCrc) {
    scratch.clear().order(ByteOrder.LITTLE_ENDIAN).putInt(before).putInt(length).putInt(payloadCrc).flip();
    crc.reset();
    crc.update(scratch);
    return (int) crc.getValue();
  }

  static String segmentName(int segment) {
    return "segment-%06d.log".formatted(segment);
  }
}
