package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.collegium.modelhost.host.EmbeddedBase;
import org.collegium.scenarios.result.RecordedSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job from end to end with the shipped base: small, real, and twice. */
class RunCommandTest {
  @TempDir private Path folder;

  private record Ended(int code, String out, String err) {}

  private static Ended execute(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(new String[0]));
    return new Ended(code, out.toString(), err.toString());
  }

  private static Ended execute(String... arguments) {
    return execute(List.of(arguments));
  }

  private static Ended runSmall(Path out, String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        "run",
        Path.of("..", "conf", "scenarios", "first-call.conf").toString(),
        "--arms", "dual,notes",
        "--seed", "1",
        "--set", "agents.count=1",
        "--set", "world.companies=4",
        "--set", "world.unseen=2",
        "--set", "arms.dual.rounds=2",
        "--set", "arms.notes.rounds=2",
        "--out", out.toString()));
    arguments.addAll(List.of(more));
    return execute(arguments);
  }

  @Test
  void idleAgentsPlayARunThatNoModelTakesPartInAndItCanBeReplayed() throws IOException {
    Path idle = folder.resolve("idle");
    Ended ended = runSmall(idle, "--set", "mind.kind=idle");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(idle.resolve("adapters")).satisfiesAnyOf(
        folder -> assertThat(folder).doesNotExist(), folder -> assertThat(folder).isEmptyDirectory());
    Ended counted = execute("log", "stats", idle.toString());
    assertThat(counted.out()).contains("observed").doesNotContain("generate");
    Ended replayed = execute("replay", idle.toString());
    assertThat(replayed.out()).contains("The run happened exactly as recorded. Final state "
        + RecordedSummary.read(idle.resolve("summary.json")).outcome().finalStateHash());
    assertThat(replayed.code()).isZero();
  }

  @Test
  void aRunLeavesEverythingAndCanBeReplayedRepeatedAndInspected() throws IOException {
    Path first = folder.resolve("first");
    Ended ended = runSmall(first);

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("final-success").contains("Replay:").contains(first.toString());
    for (String part : List.of("run.conf", "summary.json", "report.html", "results/rounds.parquet")) {
      assertThat(first.resolve(part)).isNotEmptyFile();
    }
    Path adapters = first.resolve("adapters/dual/1/agent-1");
    assertThat(adapters.resolve("policy/v000000/adapter_config.json")).isNotEmptyFile();
    assertThat(adapters.resolve("world/v000001/optimizer.safetensors")).isNotEmptyFile();
    RecordedSummary summary = RecordedSummary.read(first.resolve("summary.json"));
    assertThat(summary.outcome().rounds()).containsEntry("dual/1", 3).containsEntry("notes/1", 3);

    Ended replayed = execute("replay", first.toString());
    assertThat(replayed.out()).contains(
        "The run happened exactly as recorded. Final state " + summary.outcome().finalStateHash());
    assertThat(replayed.code()).isZero();

    Ended inspected = execute("inspect", first.toString());
    assertThat(inspected.code()).isZero();
    String table = ended.out().substring(0, ended.out().indexOf("[low") < 0 ? 200 : ended.out().indexOf("[low"));
    assertThat(inspected.out()).contains(table.lines().findFirst().orElseThrow());
    assertThat(execute("inspect", adapters.toString()).out())
        .contains("adapter " + adapters.resolve("policy/v00000"))
        .contains("adapter " + adapters.resolve("world/v000001"))
        .contains("rank        8");

    Path second = folder.resolve("second");
    assertThat(execute("run", first.resolve("run.conf").toString(), "--out", second.toString()).code()).isZero();
    assertThat(RecordedSummary.read(second.resolve("summary.json")).outcome().stateHashes())
        .as("the same configuration gives the same bits")
        .isEqualTo(summary.outcome().stateHashes());

    damage(first.resolve("messages"));
    Ended damaged = execute("replay", first.toString());
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.out() + damaged.err()).contains("damaged").doesNotContain("at org.");
  }

  private static void damage(Path messages) throws IOException {
    try (Stream<Path> segments = Files.list(messages)) {
      Path segment = segments.filter(file -> file.toString().contains(".log")).sorted().findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(segment);
      bytes[bytes.length / 2] ^= 1;
      Files.write(segment, bytes);
    }
  }

  @Test
  void aFolderThatExistsIsRefusedAndLeftAlone() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Ended ended = runSmall(taken);

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith("--out: " + taken + " exists already").hasLineCount(1);
    assertThat(taken).isEmptyDirectory();
  }

  @Test
  void aBaseThatIsNoModelIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path base = Files.createDirectory(folder.resolve("base"));
    Path out = folder.resolve("run");
    Ended ended = runSmall(out, "--set", "model.base=\"" + base + "\"");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith(base + "/tokenizer.json: ").hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  /** Something that can be wrong with a copy of the shipped base. */
  @FunctionalInterface
  interface Damage {
    void to(Path base) throws IOException;
  }

  private static Stream<Arguments> damagedBases() {
    return Stream.of(
        damage("model.safetensors: ", base -> {
          byte[] bytes = Files.readAllBytes(base.resolve("model.safetensors"));
          Files.write(base.resolve("model.safetensors"), Arrays.copyOf(bytes, bytes.length - 4));
        }),
        damage("model.safetensors: no such file", base -> Files.delete(base.resolve("model.safetensors"))),
        damage("model.safetensors: tensor model.", base ->
            edit(base.resolve("config.json"), "\"num_hidden_layers\"( ?: ?)\\d+", "\"num_hidden_layers\"$199")),
        damage("config.json: ", base -> edit(base.resolve("config.json"), "hidden_size", "hiden_size")),
        damage("tokenizer.json: no JSON: line 1, column 2: Unexpected end-of-input", base ->
            Files.writeString(base.resolve("tokenizer.json"), "{")),
        damage("tokenizer.json: unknown token 'refund'", base ->
            edit(base.resolve("tokenizer.json"), "\"refund\"", "\"refnud\"")),
        damage("tokenizer.json: has 9000 tokens", base ->
            edit(base.resolve("tokenizer.json"), "(\"refund\" ?: ?)\\d+", "$18999")));
  }

  private static Arguments damage(String complaint, Damage damage) {
    return Arguments.of(complaint, damage);
  }

  private static void edit(Path file, String pattern, String replacement) throws IOException {
    String text = Files.readString(file);
    String edited = text.replaceAll(pattern, replacement);
    assertThat(edited).as("the pattern is found").isNotEqualTo(text);
    Files.writeString(file, edited);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damagedBases")
  void aDamagedBaseIsRefusedInOneLineBeforeAnythingIsWritten(String complaint, Damage damage) throws IOException {
    Path base = Files.createDirectory(folder.resolve("base"));
    EmbeddedBase.read(shipped -> copy(shipped, base));
    damage.to(base);
    Path out = folder.resolve("run");
    Ended ended = runSmall(out, "--set", "model.base=\"" + base + "\"");

    assertThat(ended.err()).startsWith(base + "/" + complaint).hasLineCount(1);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(out).doesNotExist();
    if (!complaint.contains("unknown token")) {
      assertThat(execute("inspect", base.toString())).as("inspect finds the same").isEqualTo(ended);
    }
  }

  private static Path copy(Path from, Path to) {
    for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      try {
        Files.copy(from.resolve(file), to.resolve(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return to;
  }

  @Test
  void whatIsNoRunIsNotReplayed() {
    assertThat(execute("replay", folder.toString()).err()).contains("is not a run folder");
    assertThat(execute("replay", folder.toString()).code()).isEqualTo(2);
    assertThat(execute("inspect", folder.toString()).err()).contains("must be a run folder");
    assertThat(execute("inspect", folder.resolve("nowhere").toString()).code()).isEqualTo(2);
  }
}
