package org.collegium.organization.merging;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.RecordWire;
import org.collegium.organization.proto.LogRecordProto;

/**
 * A record and what decides about its place in a merged log. No two records have the same place.
 *
 * @param round the latest that its receiver had heard of by then
 * @param rank of its receiver among all
 * @param record with the number of the life in the merged log
 */
record PlacedRecord(int round, int rank, LogRecord record) implements Comparable<PlacedRecord> {
  /** What a record needs in memory beside its payload, roughly. */
  private static final int OVERHEAD_BYTES = 256;

  private static final Comparator<PlacedRecord> ORDER =
      Comparator.comparingInt(PlacedRecord::round)
          .thenComparingInt(PlacedRecord::rank)
          .thenComparingInt(placed -> placed.record().incarnation())
          .thenComparingLong(placed -> placed.record().sequence());

  @Override
  public int compareTo(PlacedRecord other) {
    return ORDER.compare(this, other);
  }

  long bytes() {
    return (long) OVERHEAD_BYTES + record.payload().size();
  }

  void write(DataOutputStream out) throws IOException {
    byte[] encoded = RecordWire.encode(record).toByteArray();
    out.writeInt(round);
    out.writeInt(rank);
    out.writeInt(encoded.length);
    out.write(encoded);
  }

  static PlacedRecord read(DataInputStream in) throws IOException {
    int round = in.readInt();
    int rank = in.readInt();
    byte[] encoded = new byte[in.readInt()];
    in.readFully(encoded);
    try {
      return new PlacedRecord(round, rank, RecordWire.decode(LogRecordProto.parseFrom(encoded)));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("a record was not read back as it was written", e);
    }
  }
}
