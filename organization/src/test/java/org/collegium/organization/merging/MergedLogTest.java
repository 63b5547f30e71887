package org.collegium.organization.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.collegium.organization.messagelog.Compression;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.RewrittenLog;
import org.collegium.organization.wire.MessageWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MergedLogTest {
  private static final LogSettings SMALL = new LogSettings(4096, 64, Compression.ZSTD, true);
  private static final Party AGENT = new Party(Party.Kind.AGENT, "town/1/a");
  private static final Party OTHER = new Party(Party.Kind.AGENT, "town/1/b");
  private static final Party WORLD = new Party(Party.Kind.WORLD, "town/1/a");

  @TempDir
  private Path scratch;

  @Test
  void theSameLogsGiveTheSameBytesInWhateverOrderTheyAreListedAndHoweverLittleFitsIntoMemory() throws IOException {
    List<NodeLog> logs = threeNodes();
    SortedMap<String, ByteString> first = bytes(merged("first", logs, Long.MAX_VALUE));
    assertThat(first.keySet()).as("segments and their indexes").hasSizeGreaterThan(4);
    for (int seed = 1; seed <= 6; seed++) {
      List<NodeLog> shuffled = new ArrayList<>(logs);
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(bytes(merged("shuffled-" + seed, shuffled, 700L * seed)))
          .as("listed by seed %d", seed)
          .isEqualTo(first);
    }
    try (Stream<Path> files = Files.list(scratch)) {
      assertThat(files.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.contains("part"));
    }
  }

  @Test
  void aMergedLogSaysSoAndHoldsEveryRecordInTheOrderOfRoundsReceiversAndLives() throws IOException {
    List<LogRecord> records = RewrittenLog.read(merged("merged", threeNodes(), Long.MAX_VALUE));
    assertThat(MessageWire.messageOf(records.get(0).manifest(), records.get(0).payload()))
        .isEqualTo(new Landmark.Began(1));
    assertThat(MessageWire.messageOf(records.get(1).manifest(), records.get(1).payload()))
        .isEqualTo(new Landmark.Merged(3, 4, List.of()));
    assertThat(records.subList(2, records.size()))
        .filteredOn(record -> record.round() <= 2)
        .extracting(MergedLogTest::line)
        .startsWith(
            "agent town/1/b #1 life 1 round 0 lr",
            "agent town/1/a #1 life 1 round 1 aa",
            "agent town/1/a #2 life 1 round 0 lr",
            "agent town/1/a #3 life 1 round 1 ao",
            // Its node died in round 1; on another node it began again after it.
            "agent town/1/a #1 life 2 round 1 lr",
            "agent town/1/b #2 life 1 round 1 aa",
            "world town/1/a #1 life 1 round 1 wo",
            "agent town/1/a #2 life 2 round 2 aa");
    assertThat(MergedLog.isMerged(scratch.resolve("merged"))).isTrue();
    assertThat(MergedLog.isMerged(scratch.resolve("north"))).isFalse();
    assertThat(LogReader.indexes(scratch.resolve("merged")).stream().mapToLong(each -> each.records()).sum())
        .isEqualTo(records.size());
  }

  @Test
  void aTornTailIsLeftOutAndSaid() throws IOException {
    List<NodeLog> logs = threeNodes();
    Path segment = logs.getLast().messages().resolve("segment-000001.log");
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length - 30));
    MergeResult result = MergedLog.write(logs, scratch.resolve("merged"), SMALL);
    assertThat(result.notes()).hasSize(1);
    assertThat(result.notes().getFirst())
        .startsWith("node west: its last process stopped while it wrote; ")
        .contains("behind the last whole record are left out", segment.toString());
    assertThat(LogReader.read(scratch.resolve("merged"), record -> {}).records()).isEqualTo(result.records());
  }

  @Test
  void aDamagedLogIsRefusedAndNothingAppears() throws IOException {
    List<NodeLog> logs = threeNodes();
    Path segment = logs.getFirst().messages().resolve("segment-000001.log");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
    assertThatThrownBy(() -> MergedLog.write(logs, scratch.resolve("merged"), SMALL))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining(segment.toString());
    assertThat(scratch.resolve("merged")).doesNotExist();
  }

  @Test
  void whatCannotBeMergedIsRefusedInOneLine() throws IOException {
    List<NodeLog> logs = threeNodes();
    Path merged = merged("merged", logs, Long.MAX_VALUE);
    assertThatThrownBy(() -> MergedLog.write(logs, merged, SMALL))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("a log is there already");
    assertThatThrownBy(() -> MergedLog.write(List.of(new NodeLog("x", merged)), scratch.resolve("again"), SMALL))
        .hasMessageContaining("is a merged log, not that of one node");
    assertThatThrownBy(
            () -> MergedLog.write(List.of(logs.get(0), logs.get(0)), scratch.resolve("twice"), SMALL))
        .hasMessage("two nodes are named north");
  }

  @Test
  void aNodeThatRecordedNothingIsNoNodeOfTheLog() throws IOException {
    List<NodeLog> logs = new ArrayList<>(threeNodes());
    logs.add(new NodeLog("silent", Files.createDirectories(scratch.resolve("silent"))));
    assertThat(MergedLog.write(logs, scratch.resolve("merged"), SMALL).nodes()).isEqualTo(3);
  }

  private Path merged(String name, List<NodeLog> logs, long heldBytesMax) {
    MergedLog.write(logs, scratch.resolve(name), SMALL, heldBytesMax);
    return scratch.resolve(name);
  }

  /** North dies in round 1 and begins again as another process; agent a goes on in the south, its world in the west. */
  private List<NodeLog> threeNodes() throws IOException {
    List<LogRecord> north =
        List.of(
            record(AGENT, 1, 1, 1, "aa"),
            record(AGENT, 1, 2, 0, "lr"),
            record(AGENT, 1, 3, 1, "ao"));
    List<LogRecord> northAgain = List.of(record(OTHER, 1, 1, 0, "lr"), record(OTHER, 1, 2, 1, "aa"));
    List<LogRecord> south = new ArrayList<>();
    south.add(record(AGENT, 1, 1, 1, "lr"));
    List<LogRecord> west = new ArrayList<>();
    west.add(record(WORLD, 1, 1, 1, "wo"));
    for (int round = 2; round <= 40; round++) {
      south.add(record(AGENT, 1, round, round, "aa"));
      west.add(record(WORLD, 1, round, round, "wo"));
    }
    return List.of(
        log("north", north, northAgain), log("south", south), log("west", west));
  }

  @SafeVarargs
  private NodeLog log(String node, List<LogRecord>... processes) throws IOException {
    int process = 0;
    for (List<LogRecord> records : processes) {
      process++;
      List<LogRecord> all = new ArrayList<>();
      Landmark began = new Landmark.Began(process);
      all.add(
          new LogRecord(
              Party.NODE, process, 1, Party.NODE, "", 0, "", MessageWire.manifest(began), MessageWire.bytes(began)));
      all.addAll(records);
      RewrittenLog.write(scratch.resolve(node), all);
    }
    return new NodeLog(node, scratch.resolve(node));
  }

  private static LogRecord record(Party receiver, int incarnation, long sequence, int round, String manifest) {
    return new LogRecord(
        receiver,
        incarnation,
        sequence,
        Party.orchestrator("town/1"),
        "town/1",
        round,
        "",
        manifest,
        ByteString.copyFromUtf8("x".repeat(200)));
  }

  private static String line(LogRecord record) {
    return record.receiver() + " #" + record.sequence() + " life " + record.incarnation() + " round " + record.round()
        + " " + record.manifest();
  }

  private static SortedMap<String, ByteString> bytes(Path folder) throws IOException {
    SortedMap<String, ByteString> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes.put(file.getFileName().toString(), ByteString.copyFrom(Files.readAllBytes(file)));
      }
    }
    return bytes;
  }

  @Test
  void aMergedLogNamesTheNodesWhoseLogsAreMissing() throws IOException {
    List<NodeLog> logs = threeNodes();
    MergedLog.writeWithout(
        List.of(logs.getFirst().node()), logs.subList(1, logs.size()), scratch.resolve("part"), SMALL);
    MergedLog.write(logs, scratch.resolve("whole"), SMALL);

    assertThat(MergedLog.missing(scratch.resolve("part"))).containsExactly(logs.getFirst().node());
    assertThat(MergedLog.missing(scratch.resolve("whole"))).isEmpty();
    assertThat(MergedLog.missing(scratch.resolve("nowhere"))).isEmpty();
  }
}
