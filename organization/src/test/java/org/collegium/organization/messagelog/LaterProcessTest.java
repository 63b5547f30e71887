package org.collegium.organization.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.collegium.organization.proto.LogFrameProto;
import org.collegium.organization.proto.LogHeaderProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LaterProcessTest {
  private static final Party AGENT = new Party(Party.Kind.AGENT, "arm/1/agent-1");

  @TempDir
  Path scratch;

  @Test
  void aLaterProcessGoesOnBehindAnEndMarkInASegmentOfItsOwn() throws Exception {
    Path folder = scratch.resolve("messages");
    write(folder, "one", "two");
    byte[] first = Files.readAllBytes(folder.resolve("segment-000001.log"));
    assertThat(write(folder, "three")).isEmpty();

    assertThat(Files.readAllBytes(folder.resolve("segment-000001.log"))).isEqualTo(first);
    assertThat(texts(folder))
        .containsExactly("Began[process=1]", "one", "two", "Began[process=2]", "three");
    LogExtent extent = LogReader.read(folder, record -> {});
    assertThat(extent.processes()).isEqualTo(2);
    assertThat(extent.ending()).isEqualTo(LogExtent.Ending.COMPLETE);
    assertThat(RewrittenLog.read(folder))
        .extracting(LogRecord::place)
        .containsExactly(
            "the node, message 1",
            "agent arm/1/agent-1, message 1",
            "agent arm/1/agent-1, message 2",
            "the node, message 1 of incarnation 2",
            "agent arm/1/agent-1, message 1 of incarnation 2");
  }

  @Test
  void whereverAProcessStoppedTheNextOneKeepsEveryWholeRecordAndSaysWhatItCut() throws Exception {
    Path complete = scratch.resolve("complete");
    write(complete, "one", "two");
    byte[] whole = Files.readAllBytes(complete.resolve("segment-000001.log"));
    for (int length = 0; length < whole.length; length++) {
      Path folder = Files.createDirectories(scratch.resolve("cut-" + length));
      Path segment = folder.resolve("segment-000001.log");
      Files.write(segment, Arrays.copyOf(whole, length));
      List<String> kept = texts(folder);
      LogExtent before = LogReader.read(folder, record -> {});

      Optional<LogRepair> repair = write(folder, "three");

      assertThat(LogReader.read(folder, record -> {}).ending()).isEqualTo(LogExtent.Ending.COMPLETE);
      List<String> after = texts(folder);
      assertThat(after.subList(0, kept.size())).as("cut to %d bytes", length).isEqualTo(kept);
      assertThat(after).hasSize(kept.size() + 2).endsWith("three");
      if (before.ending() == LogExtent.Ending.TRUNCATED) {
        assertThat(repair).contains(new LogRepair(segment, length - before.lastSegmentBytes()));
      } else {
        assertThat(repair).isEmpty();
      }
    }
  }

  @Test
  void aDamagedLogIsRefusedAndLeftAsItIs() throws Exception {
    Path folder = scratch.resolve("messages");
    write(folder, "one", "two");
    Path segment = folder.resolve("segment-000001.log");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 4;
    Files.write(segment, bytes);
    assertThatThrownBy(() -> write(folder, "three"))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("segment-000001.log: at byte ");
    assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".log"))).containsExactly(segment);
    }
  }

  @Test
  void aSegmentThatALaterProcessLeftTornInTheMiddleOfTheLogIsDamage() throws Exception {
    Path folder = scratch.resolve("messages");
    write(folder, "one", "two");
    write(folder, "three");
    Path first = folder.resolve("segment-000001.log");
    byte[] bytes = Files.readAllBytes(first);
    Files.write(first, Arrays.copyOf(bytes, bytes.length - 3));
    assertThatThrownBy(() -> LogReader.read(folder, record -> {}))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("segment-000001.log")
        .hasMessageContaining("another one follows");
  }

  @Test
  void aLogOfANewerVersionIsRefusedWithBothVersions() throws Exception {
    Path folder = Files.createDirectories(scratch.resolve("messages"));
    LogFrameProto header =
        LogFrameProto.newBuilder()
            .setHeader(LogHeaderProto.newBuilder().setFormatVersion(9).setSegment(1).setProcess(1))
            .build();
    FrameBuffer buffer = new FrameBuffer(0);
    buffer.add(header, header.getSerializedSize());
    Path segment = folder.resolve("segment-000001.log");
    Files.write(segment, Frames.MAGIC);
    Files.write(segment, Arrays.copyOf(buffer.bytes(), buffer.length()), StandardOpenOption.APPEND);
    assertThatThrownBy(() -> LogReader.read(folder, record -> {}))
        .isInstanceOf(LogDamagedException.class)
        .hasMessage(segment
            + ": at byte 8: log format 9 is newer than this version of Collegium, which reads format 2");
  }

  @Test
  void aFlushCoversWhatALaterProcessRecorded() throws Exception {
    Path folder = scratch.resolve("messages");
    write(folder, "one");
    try (MessageLog log = MessageLog.open(folder, LogSettings.plain(1 << 20, 64), LaterProcessTest::encode)) {
      assertThat(log.recorded()).isGreaterThanOrEqualTo(2);
      log.recorder(AGENT).record("two");
      log.flush().toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(texts(folder)).endsWith("Began[process=2]", "two");
    }
  }

  private static Optional<LogRepair> write(Path folder, String... messages) {
    try (MessageLog log = MessageLog.open(folder, LogSettings.plain(1 << 20, 64), LaterProcessTest::encode)) {
      Recorder recorder = log.recorder(AGENT);
      for (String message : messages) {
        recorder.record(message);
      }
      return log.repair();
    }
  }

  private static List<String> texts(Path folder) throws IOException {
    return RewrittenLog.read(folder).stream().map(record -> record.payload().toStringUtf8()).toList();
  }

  private static LogRecord encode(Received received) {
    return new LogRecord(
        received.receiver(),
        received.incarnation(),
        received.sequence(),
        Party.NODE,
        "arm/1",
        1,
        "",
        "text",
        ByteString.copyFrom(received.message().toString(), StandardCharsets.UTF_8));
  }
}
