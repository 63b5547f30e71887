package org.collegium.organization.messagelog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 *
 * <p>For one thread: it keeps what it computes with.
 */
final class Frames {
  static final byte[] MAGIC = "CLGMLOG\n".getBytes(StandardCharsets.US_ASCII);

  /** Version of frames and of {@code organization.proto}; raised when an older reader could misread. */
  static final int FORMAT_VERSION = 2;

  static final int HEAD_BYTES = 12;

  /** No message is nearly as large; a head that says more is not ours. */
  static final int PAYLOAD_BYTES_MAX = 1 << 28;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final CRC32C crc = new CRC32C();
  private final byte[] link = new byte[HEAD_BYTES];

  int crc(byte[] bytes, int from, int length) {
    crc.reset();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  int chain(int before, int length, int payloadCrc) {
    put(link, 0, before);
    put(link, 4, length);
    put(link, 8, payloadCrc);
    return crc(link, 0, HEAD_BYTES);
  }

  static int get(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  static void put(byte[] bytes, int at, int value) {
    INTS.set(bytes, at, value);
  }
}
