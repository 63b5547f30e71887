package org.collegium.organization.messagelog;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.collegium.organization.proto.LogFrameProto;
import org.collegium.organization.proto.LogRecordProto;

/**
 * Frames on their way to a segment, one behind the other in one array. Records are written field by field, without
 * Protobuf objects in between; the bytes are those that {@link LogRecordProto} would give. For one thread.
 */
final class FrameBuffer {
  /** One write call a quarter of a megabyte. */
  private static final int BYTES = 1 << 18;

  /** More parties than a run has; when there are more they are encoded anew. */
  private static final int PARTIES_MAX = 1 << 16;

  private static final byte[] NO_HEAD = new byte[Frames.HEAD_BYTES];

  private final Map<Party, byte[]> parties = new HashMap<>();
  private final Frames frames = new Frames();
  private byte[] bytes = new byte[BYTES];
  private CodedOutputStream out = CodedOutputStream.newInstance(bytes);
  private int chain;

  FrameBuffer(int chain) {
    this.chain = chain;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return bytes.length - out.spaceLeft();
  }

  int chain() {
    return chain;
  }

  /** True when a frame with such a payload can be added; else the buffer must be drained and emptied before. */
  boolean hasRoomFor(int payloadBytes) {
    return length() == 0 || out.spaceLeft() >= Frames.HEAD_BYTES + payloadBytes;
  }

  void empty() {
    if (bytes.length > BYTES) {
      bytes = new byte[BYTES];
    }
    out = CodedOutputStream.newInstance(bytes);
  }

  /** Bytes of a record as the payload of a frame. */
  int size(LogRecord record) {
    int size = recordSize(record);
    return 1 + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
  }

  void add(LogRecord record, int payloadBytes) throws IOException {
    int head = begin(payloadBytes);
    out.writeTag(LogFrameProto.RECORD_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(recordSize(record));
    out.writeByteArray(LogRecordProto.RECEIVER_FIELD_NUMBER, encoded(record.receiver()));
    if (record.incarnation() != 0) {
      out.writeUInt32(LogRecordProto.INCARNATION_FIELD_NUMBER, record.incarnation());
    }
    if (record.sequence() != 0) {
      out.writeUInt64(LogRecordProto.SEQUENCE_FIELD_NUMBER, record.sequence());
    }
    out.writeByteArray(LogRecordProto.SENDER_FIELD_NUMBER, encoded(record.sender()));
    text(LogRecordProto.ORGANIZATION_FIELD_NUMBER, record.organization());
    if (record.round() != 0) {
      out.writeUInt32(LogRecordProto.ROUND_FIELD_NUMBER, record.round());
    }
    text(LogRecordProto.STEP_FIELD_NUMBER, record.step());
    text(LogRecordProto.MANIFEST_FIELD_NUMBER, record.manifest());
    if (!record.payload().isEmpty()) {
      out.writeBytes(LogRecordProto.PAYLOAD_FIELD_NUMBER, record.payload());
    }
    end(head, payloadBytes);
  }

  void add(MessageLite frame, int payloadBytes) throws IOException {
    int head = begin(payloadBytes);
    frame.writeTo(out);
    end(head, payloadBytes);
  }

  private int begin(int payloadBytes) throws IOException {
    if (payloadBytes > Frames.PAYLOAD_BYTES_MAX) {
      throw new IOException("a message of " + payloadBytes + " bytes is too large for the log");
    }
    if (out.spaceLeft() < Frames.HEAD_BYTES + payloadBytes) {
      bytes = new byte[Frames.HEAD_BYTES + payloadBytes];
      out = CodedOutputStream.newInstance(bytes);
    }
    int head = length();
    out.writeRawBytes(NO_HEAD);
    return head;
  }

  private void end(int head, int payloadBytes) {
    int payload = head + Frames.HEAD_BYTES;
    if (length() != payload + payloadBytes) {
      throw new IllegalStateException("a frame has " + (length() - payload) + " bytes, not " + payloadBytes);
    }
    int payloadCrc = frames.crc(bytes, payload, payloadBytes);
    chain = frames.chain(chain, payloadBytes, payloadCrc);
    Frames.put(bytes, head, payloadBytes);
    Frames.put(bytes, head + 4, payloadCrc);
    Frames.put(bytes, head + 8, chain);
  }

  private int recordSize(LogRecord record) {
    int size =
        CodedOutputStream.computeByteArraySize(LogRecordProto.RECEIVER_FIELD_NUMBER, encoded(record.receiver()))
            + CodedOutputStream.computeByteArraySize(LogRecordProto.SENDER_FIELD_NUMBER, encoded(record.sender()))
            + textSize(LogRecordProto.ORGANIZATION_FIELD_NUMBER, record.organization())
            + textSize(LogRecordProto.STEP_FIELD_NUMBER, record.step())
            + textSize(LogRecordProto.MANIFEST_FIELD_NUMBER, record.manifest());
    if (record.incarnation() != 0) {
      size += CodedOutputStream.computeUInt32Size(LogRecordProto.INCARNATION_FIELD_NUMBER, record.incarnation());
    }
    if (record.sequence() != 0) {
      size += CodedOutputStream.computeUInt64Size(LogRecordProto.SEQUENCE_FIELD_NUMBER, record.sequence());
    }
    if (record.round() != 0) {
      size += CodedOutputStream.computeUInt32Size(LogRecordProto.ROUND_FIELD_NUMBER, record.round());
    }
    if (!record.payload().isEmpty()) {
      size += CodedOutputStream.computeBytesSize(LogRecordProto.PAYLOAD_FIELD_NUMBER, record.payload());
    }
    return size;
  }

  private void text(int field, String value) throws IOException {
    if (!value.isEmpty()) {
      out.writeString(field, value);
    }
  }

  private static int textSize(int field, String value) {
    return value.isEmpty() ? 0 : CodedOutputStream.computeStringSize(field, value);
  }

  private byte[] encoded(Party party) {
    byte[] known = parties.get(party);
    if (known != null) {
      return known;
    }
    if (parties.size() >= PARTIES_MAX) {
      parties.clear();
    }
    byte[] encoded = RecordWire.encode(party).toByteArray();
    parties.put(party, encoded);
    return encoded;
  }
}
