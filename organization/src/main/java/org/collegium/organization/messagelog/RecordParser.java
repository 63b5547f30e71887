package org.collegium.organization.messagelog;

import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.text;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.collegium.modelhost.wire.WireBounds;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.proto.LogFrameProto;
import org.collegium.organization.proto.LogRecordProto;
import org.collegium.organization.proto.PartyProto;

/**
 * Reads one record after the other where it stands, without Protobuf objects in between. What many records share
 * (parties, organizations, steps, manifests) is decoded once. The record that was parsed last can be asked about until
 * the next one. For one thread.
 */
final class RecordParser {
  /** The first byte of a frame that holds a record. */
  static final int RECORD_TAG = LogFrameProto.RECORD_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private static final int LENGTHS = LogRecordProto.PAYLOAD_FIELD_NUMBER + 1;
  private static final byte[] NOTHING = new byte[0];

  private final InternTable<Party> parties = new InternTable<>(RecordParser::party);
  private final InternTable<String> texts =
      new InternTable<>(bytes -> text("record", new String(bytes, StandardCharsets.UTF_8),
          WireBounds.NAME_CHARACTERS_MAX));
  private final int[] starts = new int[LENGTHS];
  private final int[] ends = new int[LENGTHS];
  private byte[] bytes = NOTHING;
  private int at;
  private int end;
  private int incarnation;
  private int round;
  private long sequence;
  private Party receiver = Party.NODE;

  /**
   * Reads the payload of a frame.
   *
   * @throws WireException when it holds no record
   */
  void parse(byte[] frame, int from, int to) {
    bytes = frame;
    at = from;
    end = to;
    incarnation = 0;
    round = 0;
    sequence = 0;
    Arrays.fill(starts, 0);
    Arrays.fill(ends, 0);
    if (varint() != RECORD_TAG || varint() != end - at) {
      throw new WireException("a frame has no known contents");
    }
    while (at < end) {
      field((int) varint());
    }
    receiver = partyOf(LogRecordProto.RECEIVER_FIELD_NUMBER);
  }

  Party receiver() {
    return receiver;
  }

  int incarnation() {
    return incarnation;
  }

  long sequence() {
    return sequence;
  }

  int round() {
    return round;
  }

  /**
   * The whole record; only its payload is copied.
   *
   * @throws WireException when a field is out of bounds
   */
  LogRecord record() {
    int payload = starts[LogRecordProto.PAYLOAD_FIELD_NUMBER];
    return new LogRecord(
        receiver,
        incarnation,
        sequence,
        partyOf(LogRecordProto.SENDER_FIELD_NUMBER),
        textOf(LogRecordProto.ORGANIZATION_FIELD_NUMBER),
        round,
        textOf(LogRecordProto.STEP_FIELD_NUMBER),
        name("record.manifest", textOf(LogRecordProto.MANIFEST_FIELD_NUMBER)),
        ByteString.copyFrom(bytes, payload, ends[LogRecordProto.PAYLOAD_FIELD_NUMBER] - payload));
  }

  private void field(int tag) {
    int field = WireFormat.getTagFieldNumber(tag);
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> number(field, varint());
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        long length = varint();
        if (length < 0 || length > end - at) {
          throw new WireException("a field of a record is longer than the record");
        }
        if (field > 0 && field < LENGTHS) {
          starts[field] = at;
          ends[field] = at + (int) length;
        }
        at += (int) length;
      }
      case WireFormat.WIRETYPE_FIXED32 -> skip(Integer.BYTES);
      case WireFormat.WIRETYPE_FIXED64 -> skip(Long.BYTES);
      default -> throw new WireException("a record has a field of an unknown kind");
    }
  }

  private void number(int field, long value) {
    switch (field) {
      case LogRecordProto.INCARNATION_FIELD_NUMBER -> incarnation = (int) value;
      case LogRecordProto.SEQUENCE_FIELD_NUMBER -> sequence = value;
      case LogRecordProto.ROUND_FIELD_NUMBER -> round = (int) value;
      default -> {}
    }
  }

  private void skip(int length) {
    if (length > end - at) {
      throw new WireException("a field of a record is longer than the record");
    }
    at += length;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at == end) {
        break;
      }
      byte part = bytes[at++];
      value |= (long) (part & 0x7F) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new WireException("a number in a record has no end");
  }

  private Party partyOf(int field) {
    return parties.get(bytes, starts[field], ends[field]);
  }

  private String textOf(int field) {
    return starts[field] == ends[field] ? "" : texts.get(bytes, starts[field], ends[field]);
  }

  private static Party party(byte[] bytes) {
    try {
      return RecordWire.decode(PartyProto.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new WireException("party: " + bytes.length + " bytes are no such message: " + e.getMessage(), e);
    }
  }
}
