package org.collegium.organization.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MessageLogTest {
  private static final LogSettings SMALL = LogSettings.plain(2_000, 16);

  @TempDir
  Path scratch;

  @Test
  void everyMessageOfManyReceiversComesBackInTheOrderOfItsReceiver() throws Exception {
    Path folder = scratch.resolve("messages");
    MessageLog log = MessageLog.open(folder, LogSettings.plain(50_000, 16), MessageLogTest::encode);
    List<Thread> receivers = new ArrayList<>();
    for (int receiver = 0; receiver < 8; receiver++) {
      Recorder recorder = log.recorder(party(receiver));
      receivers.add(Thread.ofPlatform().start(() -> {
        for (int message = 1; message <= 2_000; message++) {
          recorder.record("message " + message);
        }
      }));
    }
    for (Thread receiver : receivers) {
      receiver.join();
    }
    log.close();
    List<LogRecord> records = new ArrayList<>();
    LogExtent extent = LogReader.read(folder, records::add);
    assertThat(extent.ending()).isEqualTo(LogExtent.Ending.COMPLETE);
    assertThat(extent.records()).isEqualTo(16_001);
    assertThat(segments(folder).size()).isGreaterThan(10);
    for (int receiver = 0; receiver < 8; receiver++) {
      Party party = party(receiver);
      List<LogRecord> own = records.stream().filter(record -> record.receiver().equals(party)).toList();
      assertThat(own).hasSize(2_000);
      for (int at = 0; at < own.size(); at++) {
        assertThat(own.get(at).sequence()).isEqualTo(at + 1);
        assertThat(own.get(at).payload().toStringUtf8()).isEqualTo("message " + (at + 1));
      }
    }
  }

  @Test
  void aReceiverThatComesBackCountsInANewIncarnation() {
    Path folder = scratch.resolve("messages");
    MessageLog log = MessageLog.open(folder, SMALL, MessageLogTest::encode);
    log.recorder(party(1)).record("one");
    log.recorder(party(1)).record("two");
    log.close();
    List<LogRecord> records = new ArrayList<>();
    LogReader.read(folder, records::add);
    records.removeFirst();
    assertThat(records).extracting(LogRecord::incarnation).containsExactly(1, 2);
    assertThat(records).extracting(LogRecord::sequence).containsExactly(1L, 1L);
  }

  @Test
  void aFlushPutsEverythingBeforeItOnTheDiskWithoutClosing() throws Exception {
    Path folder = scratch.resolve("messages");
    MessageLog log = MessageLog.open(folder, LogSettings.DEFAULT, MessageLogTest::encode);
    Recorder recorder = log.recorder(party(1));
    for (int message = 0; message < 100; message++) {
      recorder.record("message");
    }
    log.flush().toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(LogReader.read(folder, record -> {})).satisfies(extent -> {
      assertThat(extent.records()).isEqualTo(101);
      assertThat(extent.ending()).isEqualTo(LogExtent.Ending.OPEN);
    });
    log.close();
  }

  @Test
  void whateverStopsTheWriterReachesReceiversFlushesAndClose() {
    MessageLog log = MessageLog.open(scratch.resolve("messages"), SMALL, received -> {
      throw new IllegalStateException("the disk is full");
    });
    Recorder recorder = log.recorder(party(1));
    assertThatThrownBy(() -> {
          recorder.record("message");
          log.flush().toCompletableFuture().join();
        })
        .satisfies(thrown -> assertThat(thrown instanceof CompletionException ? thrown.getCause() : thrown)
            .isInstanceOf(LogFailedException.class)
            .hasMessageContaining("the disk is full"));
    assertThatThrownBy(() -> {
          for (int message = 0; message < 100; message++) {
            recorder.record("message");
          }
        })
        .isInstanceOf(LogFailedException.class);
    assertThatThrownBy(log::close).isInstanceOf(LogFailedException.class);
  }

  @Test
  void everyDamageIsNamedOrIsATruncatedTail() throws Exception {
    Path folder = scratch.resolve("messages");
    List<byte[]> original = writeSome(folder, 60);
    List<Path> segments = segments(folder);
    assertThat(segments.size()).isGreaterThan(2);
    long seed = 11;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 600; round++) {
      int victim = random.nextInt(segments.size());
      byte[] bytes = original.get(victim).clone();
      String damage;
      if (round % 2 == 0) {
        int at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        damage = "round " + round + ": bit flip in byte " + at + " of segment " + (victim + 1);
      } else {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        damage = "round " + round + ": segment " + (victim + 1) + " cut to " + bytes.length;
      }
      Files.write(segments.get(victim), bytes);
      boolean isTail = round % 2 == 1 && victim == segments.size() - 1;
      if (isTail) {
        assertThat(LogReader.read(folder, record -> {}).ending())
            .as(damage)
            .isIn(LogExtent.Ending.TRUNCATED, LogExtent.Ending.OPEN);
      } else {
        assertThatThrownBy(() -> LogReader.read(folder, record -> {}))
            .as(damage)
            .isInstanceOf(LogDamagedException.class)
            .hasMessageContaining("segment-00");
      }
      Files.write(segments.get(victim), original.get(victim));
    }
    assertThat(LogReader.read(folder, record -> {}).records()).isEqualTo(61);
  }

  @Test
  void swappedDoubledAndMissingSegmentsAreNamed() throws Exception {
    Path folder = scratch.resolve("messages");
    List<byte[]> original = writeSome(folder, 60);
    List<Path> segments = segments(folder);
    Files.write(segments.get(0), original.get(1));
    Files.write(segments.get(1), original.get(0));
    assertThatThrownBy(() -> LogReader.read(folder, record -> {})).hasMessageContaining("segment-000001.log");
    Files.write(segments.get(0), original.get(0));
    assertThatThrownBy(() -> LogReader.read(folder, record -> {})).hasMessageContaining("segment-000002.log");
    Files.delete(segments.get(1));
    assertThatThrownBy(() -> LogReader.read(folder, record -> {}))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("segment-000002.log is missing");
  }

  @Test
  void aForeignFileAndAnEmptyFolderAreNoLog() throws Exception {
    Path folder = Files.createDirectories(scratch.resolve("messages"));
    assertThatThrownBy(() -> LogReader.read(folder, record -> {})).hasMessageContaining("no segment");
    Files.writeString(folder.resolve("segment-000001.log"), "something else entirely");
    assertThatThrownBy(() -> LogReader.read(folder, record -> {}))
        .hasMessageContaining("segment-000001.log: at byte 0: this is no segment");
  }

  @Test
  void aRecordLargerThanTheBufferComesBackWhole() {
    Path folder = scratch.resolve("messages");
    MessageLog log = MessageLog.open(folder, LogSettings.DEFAULT, MessageLogTest::encode);
    String large = "x".repeat(1_000_000);
    log.recorder(party(1)).record(large);
    log.recorder(party(2)).record("small");
    log.close();
    List<LogRecord> records = new ArrayList<>();
    LogReader.read(folder, records::add);
    assertThat(records).extracting(record -> record.payload().toStringUtf8()).endsWith(large, "small");
  }

  private static List<byte[]> writeSome(Path folder, int count) throws IOException {
    MessageLog log = MessageLog.open(folder, SMALL, MessageLogTest::encode);
    Recorder recorder = log.recorder(party(3));
    for (int message = 0; message < count; message++) {
      recorder.record("message " + message);
    }
    log.close();
    List<byte[]> bytes = new ArrayList<>();
    for (Path segment : segments(folder)) {
      bytes.add(Files.readAllBytes(segment));
    }
    return bytes;
  }

  private static List<Path> segments(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
  }

  private static Party party(int number) {
    return new Party(Party.Kind.AGENT, "arm/1/agent-" + number);
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
