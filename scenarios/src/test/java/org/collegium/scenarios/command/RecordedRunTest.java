package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.collegium.organization.proto.LogFrameProto;
import org.collegium.organization.proto.LogHeaderProto;
import org.collegium.scenarios.result.ResultTables;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of a run folder: one small real run, replayed, stepped through and looked into. */
class RecordedRunTest {
  private static final String AGENT = "dual/1/agent-1";

  @TempDir private static Path shared;

  @TempDir private Path folder;

  private record Ended(int code, String out, String err) {}

  private static Ended execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
    return new Ended(code, out.toString(), err.toString());
  }

  private static Path run() {
    return shared.resolve("run");
  }

  @BeforeAll
  static void runOnce() {
    Ended ended = execute(
        "run",
        Path.of("..", "conf", "scenarios", "first-call.conf").toString(),
        "--arms", "dual",
        "--seeds", "2",
        "--set", "agents.count=2",
        "--set", "world.companies=2",
        "--set", "world.unseen=1",
        "--set", "arms.dual.rounds=2",
        "--out", run().toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("\n\nDone after ").doesNotContain("\n\n\n");
  }

  @Test
  void oneAgentIsProvedFromItsOwnMessages() {
    Ended ended = execute("replay", run().toString(), "--agent", AGENT);
    assertThat(ended.out()).contains("What agent dual/1/agent-1 did happened exactly as recorded.");
    assertThat(ended.code()).isZero();
  }

  @Test
  void aReplayStopsBehindTheMessageThatTheLogShowsUnderThatNumber() {
    String line = observation();
    String number = number(line);
    Ended own = execute("replay", run().toString(), "--agent", AGENT, "--until", "2:" + number);
    assertThat(own.out()).contains(line, "Stopped there; everything up to it happened as recorded.");
    String position = line.strip().replaceAll(" .*", "");
    assertThat(execute("replay", run().toString(), "--until", "2:" + position).out()).contains(line);
  }

  private static String observation() {
    return execute("log", "show", run().toString(), "--agent", AGENT, "--kind", "observed", "--round", "2")
        .out()
        .lines()
        .skip(1)
        .findFirst()
        .orElseThrow();
  }

  private static String number(String line) {
    return line.replaceAll(".*#(\\d+) .*", "$1");
  }

  @Test
  void whatAnAgentKnowsIsShownAsATree() {
    Ended ended = execute("replay", run().toString(), "--agent", AGENT, "--until", "1", "--show");
    assertThat(ended.out()).contains(
        "agent " + AGENT, "rounds done     1", "policy adapter  version ", "notes: ", "world " + AGENT,
        "orchestrator of dual/1");
    String number = number(observation());
    String inside = execute("replay", run().toString(), "--agent", AGENT, "--until", "2:" + number, "--show").out();
    assertThat(inside).contains("round 2, acting", "episode r2/", "context         task : ", "waits for");
    assertThat(execute("replay", run().toString(), "--until", "1", "--show").out())
        .contains("orchestrator of dual/1", "  agent dual/2/agent-2: ");
  }

  @Test
  void stepsAreTakenLineByLineWhereThereIsNoTerminal() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("n\n?\na\nc\ns\nr 2\nq\n".getBytes(StandardCharsets.UTF_8)));
      Ended ended = execute("replay", run().toString(), "--agent", AGENT, "--step");
      assertThat(ended.out()).contains(
          "the node #1 <- the node: process-began",
          "r N          go to round N",
          "agent " + AGENT + " #1 <- orchestrator of dual/1: assigned",
          "\"assigned\":{",
          "rounds done     ",
          "  r2   ",
          "Stopped there; everything up to it happened as recorded.");
      assertThat(ended.code()).isZero();
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void theLogOfAKilledRunIsReplayedUpToItsEnd() throws IOException {
    Path killed = copyOfTheRun();
    Files.delete(killed.resolve("summary.json"));
    cutInHalf(killed.resolve("messages"));
    Ended ended = execute("replay", killed.toString());
    assertThat(ended.out())
        .containsPattern("The log ends (in|after) round \\d+ of dual/1, (in|after) round \\d+ of dual/2;")
        .contains("everything up to there happened as recorded");
    assertThat(ended.code()).isZero();
  }

  @Test
  void aRunWithoutASummaryIsReplayedToItsEnd() throws IOException {
    Path copy = copyOfTheRun();
    Files.delete(copy.resolve("summary.json"));
    assertThat(execute("replay", copy.toString()).out()).contains("The run happened exactly as recorded.");
  }

  @Test
  void recordsAreShownByAgentRoundAndKind() {
    Ended ended =
        execute("log", "show", run().toString(), "--agent", AGENT, "--round", "2..3", "--kind", "reported,told");
    assertThat(ended.out().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).containsPattern("  r[23] .*(reported|told)").contains(AGENT));
    Ended limited = execute("log", "show", run().toString(), "--limit", "2", "--full");
    assertThat(limited.out()).contains("process-began", "\"began\":{\"process\":1}", "more of ");
    assertThat(limited.out()).hasLineCount(5);
  }

  @Test
  void statisticsCountEveryMessageOnce() {
    Ended ended = execute("log", "stats", run().toString());
    String messages = ended.out().replaceAll("(?s) messages of.*", "");
    assertThat(ended.out())
        .contains("ask-generate", "agent -> model host", "who told whom", "as full contexts", "closed");
    String shown = execute("log", "show", run().toString(), "--limit", "0").out();
    assertThat(shown).isEqualTo("and " + messages + " more of " + messages + " messages\n");
  }

  @Test
  void anExportHoldsEveryRecordInBothFormats() throws Exception {
    Path lines = folder.resolve("messages.jsonl");
    Path table = folder.resolve("messages.parquet");
    assertThat(execute("log", "export", run().toString(), "--format", "jsonl", "--out", lines.toString()).code())
        .isZero();
    assertThat(execute("log", "export", run().toString(), "--format", "parquet", "--out", table.toString()).code())
        .isZero();
    List<String> rows = Files.readAllLines(lines);
    JsonNode last = new ObjectMapper().readTree(rows.getLast());
    assertThat(last.path("position").asInt()).isEqualTo(rows.size());
    assertThat(last.path("contents").isObject()).isTrue();
    try (DuckDBConnection database = ResultTables.open();
        Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(
            "SELECT count(*), max(position), count(DISTINCT kind) FROM '" + table + "' WHERE length(contents) > 1")) {
      found.next();
      assertThat(found.getLong(1)).isEqualTo(rows.size());
      assertThat(found.getLong(2)).isEqualTo(rows.size());
      assertThat(found.getLong(3)).isGreaterThan(10);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(lines, table);
    }
  }

  @Test
  void whatCannotBeUsedIsToldInOneLine() throws IOException {
    for (List<String> command : List.of(
        List.of("replay", run().toString(), "--agent", "dual/1/agent-3"),
        List.of("log", "show", run().toString(), "--agent", "dual/1/agnet-1"))) {
      Ended ended = execute(command.toArray(new String[0]));
      assertThat(ended.err()).contains("the run has no agent ", "did you mean dual/1/agent-").hasLineCount(1);
      assertThat(ended.code()).isEqualTo(2);
    }
    refused("the log ends before message 1 of round 99", "replay", run().toString(), "--until", "99:1");
    refused("there is no message 9999 of round 2; the nearest is ",
        "replay", run().toString(), "--agent", AGENT, "--until", "2:9999");
    refused("there is no message 1 of round 2; the nearest is ",
        "replay", run().toString(), "--agent", AGENT, "--until", "2:1");
    refused("--until: must be ROUND:SEQ or ROUND", "replay", run().toString(), "--until", "x");
    refused("did you mean reported?", "log", "show", run().toString(), "--kind", "reportet");
    refused("--round: must be a round or A..B", "log", "stats", run().toString(), "--round", "..");
    refused("is not a run folder", "log", "show", folder.toString());
    refused("there is no such folder", "log", "stats", folder.resolve("nowhere").toString());
    Path copy = copyOfTheRun();
    delete(copy.resolve("messages"));
    refused("the run has no message log", "replay", copy.toString());
    Path there = Files.createFile(folder.resolve("there"));
    refused("exists already", "log", "export", run().toString(), "--format", "jsonl", "--out", there.toString());
  }

  @Test
  void aLogOfANewerFormatIsRefused() throws IOException {
    Path messages = Files.createDirectories(folder.resolve("copy/messages"));
    Files.copy(run().resolve("run.conf"), folder.resolve("copy/run.conf"));
    byte[] header = LogFrameProto.newBuilder()
        .setHeader(LogHeaderProto.newBuilder().setFormatVersion(99).setSegment(1))
        .build()
        .toByteArray();
    ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(0).putInt(header.length).putInt(crc(header));
    int chain = crc(head.array());
    ByteBuffer segment = ByteBuffer.allocate(20 + header.length).order(ByteOrder.LITTLE_ENDIAN);
    segment.put("CLGMLOG\n".getBytes(StandardCharsets.US_ASCII));
    segment.putInt(header.length).putInt(crc(header)).putInt(chain).put(header);
    Files.write(messages.resolve("segment-000001.log"), segment.array());
    refused("log format 99 is newer than this version", "replay", folder.resolve("copy").toString());
    refused("log format 99 is newer than this version", "log", "stats", folder.resolve("copy").toString());
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static void refused(String complaint, String... command) {
    Ended ended = execute(command);
    assertThat(ended.err()).contains(complaint).hasLineCount(1);
    assertThat(ended.code()).isEqualTo(2);
  }

  /** As a process leaves the segment that it was writing when it was killed. */
  private static void cutInHalf(Path messages) throws IOException {
    byte[] bytes;
    try (InputStream archive =
        new ZstdInputStreamNoFinalizer(Files.newInputStream(messages.resolve("segment-000001.log.zst")))) {
      bytes = archive.readAllBytes();
    }
    try (Stream<Path> files = Files.list(messages)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.write(messages.resolve("segment-000001.log"), Arrays.copyOf(bytes, bytes.length / 2));
  }

  private Path copyOfTheRun() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(run())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(run().relativize(file)));
      }
    }
    return copy;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
