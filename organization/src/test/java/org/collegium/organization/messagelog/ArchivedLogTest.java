package org.collegium.organization.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.collegium.organization.proto.LogFrameProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArchivedLogTest {
  private static final LogSettings ARCHIVING = new LogSettings(2_000, 64, Compression.ZSTD, true);

  @TempDir
  Path scratch;

  @Test
  void closedSegmentsAreArchivedAndReadTheSame() throws Exception {
    Path plain = write(scratch.resolve("plain"), LogSettings.plain(2_000, 64));
    Path archived = write(scratch.resolve("archived"), ARCHIVING);
    assertThat(names(archived)).noneMatch(name -> name.endsWith(".log")).contains("segment-000001.log.zst");
    assertThat(RewrittenLog.read(archived)).isEqualTo(RewrittenLog.read(plain));
    LogExtent extent = LogReader.read(archived, record -> {});
    assertThat(extent.ending()).isEqualTo(LogExtent.Ending.COMPLETE);
    assertThat(extent.lastSegmentBytes()).isEqualTo(LogReader.read(plain, record -> {}).lastSegmentBytes());
  }

  @Test
  void aLaterProcessGoesOnBehindArchivedSegments() throws Exception {
    Path folder = write(scratch.resolve("log"), ARCHIVING);
    write(folder, ARCHIVING);
    assertThat(LogReader.read(folder, record -> {}).processes()).isEqualTo(2);
    assertThat(RewrittenLog.read(folder)).hasSize(2 * 301);
  }

  @Test
  void aSegmentThatWasArchivedAndNotYetTakenAwayCountsAsItStandsInThePlainFile() throws Exception {
    Path plain = write(scratch.resolve("plain"), LogSettings.plain(2_000, 64));
    List<LogRecord> expected = RewrittenLog.read(plain);
    Files.writeString(plain.resolve("segment-000002.log.zst"), "half an archi");
    assertThat(RewrittenLog.read(plain)).isEqualTo(expected);
    write(plain, ARCHIVING);
    assertThat(names(plain)).noneMatch(name -> name.endsWith(".log")).noneMatch(name -> name.endsWith(".part"));
    assertThat(RewrittenLog.read(plain).subList(0, expected.size())).isEqualTo(expected);
  }

  @Test
  void everyBitOfAnArchiveIsCovered() throws Exception {
    Path folder = write(scratch.resolve("log"), ARCHIVING);
    Path victim = folder.resolve("segment-000002.log.zst");
    byte[] original = Files.readAllBytes(victim);
    for (int bit = 0; bit < 8 * original.length; bit++) {
      byte[] bytes = original.clone();
      bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
      Files.write(victim, bytes);
      assertThatThrownBy(() -> LogReader.read(folder, record -> {}))
          .as("bit %d", bit)
          .isInstanceOf(LogDamagedException.class)
          .hasMessageContaining("segment-000002.log.zst");
    }
  }

  @Test
  void anArchiveThatUnfoldsWithoutEndIsRefusedBeforeItFillsTheMemory() throws Exception {
    Path folder = write(scratch.resolve("log"), ARCHIVING);
    try (OutputStream bomb = new ZstdOutputStream(Files.newOutputStream(folder.resolve("segment-000002.log.zst")))) {
      bomb.write(Frames.MAGIC);
      byte[] zeros = new byte[1 << 20];
      for (int megabyte = 0; megabyte < 512; megabyte++) {
        bomb.write(zeros);
      }
    }
    assertThatThrownBy(() -> LogReader.read(folder, record -> {}))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("segment-000002.log.zst: at byte 8");
  }

  @Test
  void aFilteredReadFindsTheSameAndSkipsWhatHoldsNothing() throws Exception {
    Path folder = write(scratch.resolve("log"), ARCHIVING);
    List<LogRecord> all = RewrittenLog.read(folder);
    LogFilter filter = LogFilter.of(party(1)).inRounds(2, 2);
    List<LogRecord> expected =
        all.stream().filter(record -> record.receiver().equals(party(1)) && record.round() == 2).toList();
    assertThat(expected).isNotEmpty();
    assertThat(filtered(folder, filter)).isEqualTo(expected);

    // The first segment holds nothing of round 2: damage in it is not even seen.
    Path first = folder.resolve("segment-000001.log.zst");
    byte[] bytes = Files.readAllBytes(first);
    bytes[bytes.length / 2] ^= 1;
    Files.write(first, bytes);
    assertThat(filtered(folder, filter)).isEqualTo(expected);
    assertThatThrownBy(() -> LogReader.read(folder, record -> {})).isInstanceOf(LogDamagedException.class);
  }

  @Test
  void anIndexIsNeverTrustedOverItsSegment() throws Exception {
    Path folder = write(scratch.resolve("log"), ARCHIVING);
    Path other = scratch.resolve("other");
    try (MessageLog log = MessageLog.open(other, ARCHIVING, ArchivedLogTest::encode)) {
      Recorder recorder = log.recorder(party(7));
      for (int message = 0; message < 300; message++) {
        recorder.record(message);
      }
    }
    LogFilter filter = LogFilter.of(party(1)).inRounds(1, 2);
    List<LogRecord> expected = filtered(folder, filter);
    assertThat(expected).isNotEmpty();
    List<SegmentIndex> indexes = LogReader.indexes(folder);
    long seed = 5;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      int segment = 1 + random.nextInt(indexes.size());
      Path index = SegmentFile.index(folder, segment);
      byte[] original = Files.readAllBytes(index);
      byte[] bytes = original.clone();
      switch (round % 4) {
        case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        case 2 -> bytes = Files.readAllBytes(SegmentFile.index(folder, 1 + random.nextInt(indexes.size())));
        default -> bytes = Files.readAllBytes(SegmentFile.index(other, 1 + random.nextInt(3)));
      }
      Files.write(index, bytes);
      assertThat(filtered(folder, filter)).as("seed %d round %d", seed, round).isEqualTo(expected);
      assertThat(LogReader.indexes(folder)).as("seed %d round %d", seed, round).isEqualTo(indexes);
      Files.write(index, original);
    }
    Files.delete(SegmentFile.index(folder, 2));
    assertThat(LogReader.indexes(folder)).isEqualTo(indexes);
    write(folder, ARCHIVING);
    assertThat(SegmentFile.index(folder, 2)).as("a writer puts it back").exists();
    assertThat(LogReader.indexes(folder).subList(0, indexes.size())).isEqualTo(indexes);
  }

  @Test
  void whatAnIndexCountsIsWhatTheSegmentHolds() throws Exception {
    Path folder = write(scratch.resolve("log"), ARCHIVING);
    long records = 0;
    long bytes = 0;
    for (SegmentIndex index : LogReader.indexes(folder)) {
      for (SegmentIndex.ReceiverIndex receiver : index.receivers().values()) {
        for (SegmentIndex.RoundIndex round : receiver.rounds().values()) {
          records += round.records();
          bytes += round.bytes();
        }
      }
    }
    assertThat(records).isEqualTo(301);
    long frames = 0;
    for (LogRecord record : RewrittenLog.read(folder)) {
      frames += Frames.HEAD_BYTES + framed(record).getSerializedSize();
    }
    assertThat(bytes).isEqualTo(frames);
  }

  @Test
  void recordsAreWrittenAndReadAsTheShippedProtoSays() throws Exception {
    long seed = 9;
    SplittableRandom random = new SplittableRandom(seed);
    RecordParser parser = new RecordParser();
    for (int round = 0; round < 2_000; round++) {
      LogRecord record = randomRecord(random);
      byte[] expected = framed(record).toByteArray();
      FrameBuffer buffer = new FrameBuffer(round);
      buffer.add(record, buffer.size(record));
      assertThat(Arrays.copyOfRange(buffer.bytes(), Frames.HEAD_BYTES, buffer.length()))
          .as("seed %d record %d", seed, round)
          .isEqualTo(expected);
      parser.parse(buffer.bytes(), Frames.HEAD_BYTES, buffer.length());
      assertThat(parser.record()).as("seed %d record %d", seed, round).isEqualTo(record);
    }
  }

  private static LogFrameProto framed(LogRecord record) {
    return LogFrameProto.newBuilder().setRecord(RecordWire.encode(record)).build();
  }

  private static LogRecord randomRecord(SplittableRandom random) {
    byte[] payload = new byte[random.nextInt(300)];
    random.nextBytes(payload);
    return new LogRecord(
        party(random.nextInt(5)),
        random.nextInt(4),
        random.nextLong() >>> random.nextInt(64),
        random.nextInt(3) == 0 ? Party.NODE : new Party(Party.Kind.WORLD, "Wörld-" + random.nextInt(9)),
        random.nextBoolean() ? "" : "arm/" + random.nextInt(3),
        random.nextInt(3) * random.nextInt(1_000),
        random.nextBoolean() ? "" : "t" + random.nextInt(1 << 20) + "/é0",
        "aa",
        ByteString.copyFrom(payload));
  }

  private static List<LogRecord> filtered(Path folder, LogFilter filter) {
    List<LogRecord> found = new ArrayList<>();
    LogReader.read(folder, filter, found::add);
    return found;
  }

  private static Path write(Path folder, LogSettings settings) {
    try (MessageLog log = MessageLog.open(folder, settings, ArchivedLogTest::encode)) {
      List<Recorder> recorders = List.of(log.recorder(party(0)), log.recorder(party(1)), log.recorder(party(2)));
      for (int message = 0; message < 300; message++) {
        recorders.get(message % 3).record(message);
      }
    }
    return folder;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Party party(int number) {
    return new Party(Party.Kind.AGENT, "arm/1/agent-" + number);
  }

  /** A hundred messages a round. */
  private static LogRecord encode(Received received) {
    int round = received.message() instanceof Integer message ? message / 100 : 0;
    return new LogRecord(
        received.receiver(),
        received.incarnation(),
        received.sequence(),
        Party.NODE,
        "arm/1",
        round,
        "",
        "text",
        ByteString.copyFrom(received.message().toString(), StandardCharsets.UTF_8));
  }
}
