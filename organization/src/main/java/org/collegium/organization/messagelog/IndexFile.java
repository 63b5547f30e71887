package org.collegium.organization.messagelog;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.messagelog.SegmentIndex.ReceiverIndex;
import org.collegium.organization.messagelog.SegmentIndex.RoundIndex;
import org.collegium.organization.proto.ReceiverIndexProto;
import org.collegium.organization.proto.RoundIndexProto;
import org.collegium.organization.proto.SegmentIndexProto;

/** The file of an index: 8 bytes magic, CRC32C of the rest, one {@link SegmentIndexProto}. */
final class IndexFile {
  private static final byte[] MAGIC = "CLGMIDX\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD_BYTES = MAGIC.length + Integer.BYTES;

  /** Larger than the index of any segment of ours; a larger file is not read. */
  private static final long BYTES_MAX = 1 << 28;

  private IndexFile() {}

  /** The index of a segment; empty when there is none or it is damaged: then the segment itself must be read. */
  static Optional<SegmentIndex> read(Path folder, int segment) throws IOException {
    Path file = SegmentFile.index(folder, segment);
    if (!Files.isRegularFile(file) || Files.size(file) > BYTES_MAX) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < HEAD_BYTES
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || Frames.get(bytes, MAGIC.length) != crc(bytes)) {
      return Optional.empty();
    }
    try {
      ByteBuffer content = ByteBuffer.wrap(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
      SegmentIndexProto index = SegmentIndexProto.parseFrom(content);
      boolean isOurs = index.getFormatVersion() == Frames.FORMAT_VERSION && index.getSegment() == segment;
      return isOurs ? Optional.of(decode(index)) : Optional.empty();
    } catch (InvalidProtocolBufferException | WireException e) {
      return Optional.empty();
    }
  }

  /** Writes an index unless this very one is there. */
  static void write(Path folder, SegmentIndex index) throws IOException {
    byte[] content = encode(index).toByteArray();
    byte[] bytes = ByteBuffer.allocate(HEAD_BYTES + content.length).order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC).putInt(0).put(content).array();
    Frames.put(bytes, MAGIC.length, crc(bytes));
    Path file = SegmentFile.index(folder, index.segment());
    if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, bytes);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
    return (int) crc.getValue();
  }

  private static SegmentIndexProto encode(SegmentIndex index) {
    SegmentIndexProto.Builder encoded =
        SegmentIndexProto.newBuilder()
            .setFormatVersion(Frames.FORMAT_VERSION)
            .setSegment(index.segment())
            .setProcess(index.process())
            .setRecordsBefore(index.recordsBefore())
            .setRecords(index.records())
            .setBytes(index.bytes())
            .setChainBefore(index.chainBefore())
            .setChainAfter(index.chainAfter())
            .setClosesLog(index.ending() == LogExtent.Ending.COMPLETE);
    index.receivers().forEach((party, receiver) -> {
      ReceiverIndexProto.Builder of =
          encoded.addReceiversBuilder()
              .setReceiver(RecordWire.encode(party))
              .setIncarnation(receiver.incarnation())
              .setSequence(receiver.sequence());
      receiver.rounds().forEach((round, counted) ->
          of.addRoundsBuilder()
              .setRound(round)
              .setRecords(counted.records())
              .setBytes(counted.bytes())
              .setFirstOffset(counted.firstOffset()));
    });
    return encoded.build();
  }

  private static SegmentIndex decode(SegmentIndexProto index) {
    SortedMap<Party, ReceiverIndex> receivers = new TreeMap<>();
    for (ReceiverIndexProto receiver : index.getReceiversList()) {
      SortedMap<Integer, RoundIndex> rounds = new TreeMap<>();
      for (RoundIndexProto round : receiver.getRoundsList()) {
        rounds.put(round.getRound(), new RoundIndex(round.getRecords(), round.getBytes(), round.getFirstOffset()));
      }
      receivers.put(
          RecordWire.decode(receiver.getReceiver()),
          new ReceiverIndex(receiver.getIncarnation(), receiver.getSequence(), rounds));
    }
    return new SegmentIndex(
        index.getSegment(),
        index.getProcess(),
        index.getRecordsBefore(),
        index.getRecords(),
        index.getBytes(),
        index.getChainBefore(),
        index.getChainAfter(),
        index.getClosesLog() ? LogExtent.Ending.COMPLETE : LogExtent.Ending.OPEN,
        receivers);
  }
}
