package org.collegium.scenarios.fork;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.collegium.modelhost.safetensors.AtomicFile;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.proto.OriginProto;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.wire.OriginWire;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.experiment.Origin;
import org.collegium.scenarios.runfolder.RunFolder;

/** What a forked run keeps of where it comes from, so that it can be resumed and replayed without its parent. */
public final class OriginFile {
  private OriginFile() {}

  /** Writes it, whole or not at all. */
  public static void write(Origin origin, RunFolder folder) throws IOException {
    OriginProto.Builder written = OriginProto.newBuilder();
    Origin.Parent parent = origin.parent().orElseThrow();
    written.setParent(parent.run()).setRound(parent.round());
    parent.changes().stream().map(OriginWire::shortened).forEach(written::addChanges);
    OriginWire.add(written, origin.states());
    origin.rounds().values().forEach(rounds -> rounds.forEach(round -> written.addRounds(OriginWire.encode(round))));
    byte[] bytes = written.build().toByteArray();
    ByteBuffer framed = ByteBuffer.allocate(Integer.BYTES + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    framed.putInt(crc(bytes, 0, bytes.length)).put(bytes);
    AtomicFile.write(folder.origin(), framed.array());
  }

  /**
   * Where a run comes from.
   *
   * @throws InvalidInputException when the file is damaged
   */
  public static Origin read(RunFolder folder) {
    Path file = folder.origin();
    if (!Files.isRegularFile(file)) {
      return Origin.NONE;
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length < Integer.BYTES
          || ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt()
              != crc(bytes, Integer.BYTES, bytes.length - Integer.BYTES)) {
        throw new InvalidInputException(file + ": is damaged: its checksum is wrong");
      }
      return of(OriginProto.parseFrom(ByteBuffer.wrap(bytes, Integer.BYTES, bytes.length - Integer.BYTES)));
    } catch (InvalidProtocolBufferException | WireException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static Origin of(OriginProto origin) {
    SortedMap<String, List<RoundResult>> rounds = new TreeMap<>();
    origin.getRoundsList().stream()
        .map(OriginWire::decode)
        .forEach(round -> rounds.computeIfAbsent(round.organization(), _ -> new ArrayList<>()).add(round));
    return new Origin(
        Optional.of(new Origin.Parent(origin.getParent(), origin.getRound(), List.copyOf(origin.getChangesList()))),
        OriginWire.states(origin),
        rounds);
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
