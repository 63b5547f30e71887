package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
  private static final String FIRST_CALL = Path.of("..", "conf", "scenarios", "first-call.conf").toString();

  private record Ended(int code, String out, String err) {}

  private static Ended execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(arguments);
    return new Ended(code, out.toString(), err.toString());
  }

  @Test
  void theVersionIsToldInOneLineAndTheJavaInTheNext() {
    Ended ended = execute("--version");

    assertThat(ended.code()).isZero();
    assertThat(ended.out().lines()).hasSize(2).first().asString().startsWith("collegium ");
  }

  @Test
  void helpShowsEveryCommandWithExamplesAndExitCodes() {
    Ended ended = execute("--help");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("validate").contains("Examples:").contains("130");
  }

  @Test
  void everyCommandHasADescriptionAndAnExample() {
    Main.commandLine().getSubcommands().forEach((name, command) -> {
      assertThat(command.getCommandSpec().usageMessage().description()).as(name).isNotEmpty();
      assertThat(command.getUsageMessage()).as(name).contains("collegium " + name);
    });
  }

  @Test
  void aGoodScenarioIsValidAndItsDesignIsStated() {
    Ended ended = execute("validate", FIRST_CALL, "--quick");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("first-call is good. Design quick: 2 of 10 arms");
  }

  @Test
  void optionsAreWordsForKeys() {
    Ended ended = execute(
        "validate", FIRST_CALL, "--arms", "notes,dual", "--seed", "8,9", "--set", "agents.count=2", "--resolved");

    assertThat(ended.code()).isZero();
    assertThat(ended.out().replaceAll("\\s", ""))
        .contains("selection{arms=[notes,dual]").contains("seeds=[8,9]").contains("agents{count=2");
  }

  @Test
  void countsAndTuningSeedsAreTaken() {
    Ended ended = execute("validate", FIRST_CALL, "--tuning", "--seeds", "2", "--design", "full");

    assertThat(ended.out()).contains("seeds 101, 102, ").contains("10 of 10 arms");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "validate no/such.conf | no/such.conf: there is no such file",
    "validate src/test | src/test: is a folder, not a file",
    "validate FIRST --set agents.count=0 | --set: agents.count must be between 1 and 1000000, was 0",
    "validate FIRST --arms duel | --set: selection.arms names no arm 'duel' (did you mean dual?)",
    "validate FIRST --seeds nine | Invalid value for option '--seeds'",
    "validate FIRST --sets a=1 | Unknown options: '--sets', 'a=1'",
    "pretrain no/such.conf | no/such.conf: there is no such file",
    "validate FIRST --quick --full | --design, --quick and --full exclude each other",
    "validate FIRST --set model.base=/no/such | model.base must be embedded or a model folder, was /no/such",
    "validate FIRST --set model.device=gpu:99 | model.device: device gpu:99 does not exist",
    "run FIRST --quick --out no/such/run --set model.device=gpu:99 | model.device: device gpu:99 does not exist",
    "inspect --checks /no/such | /no/such/tokenizer.json: cannot be read",
    "run no/such.conf --telemetry-port 9999 | no/such.conf: there is no such file",
    "run --telemetry no/such.conf | no/such.conf: there is no such file",
    "run --telemetry=agent no/such.conf | no/such.conf: there is no such file",
    "bench sharding --agents 700 | --agents must be a multiple of 500",
    "bench sharding --nodes 1 | --nodes must be between 2 and 16, was 1",
    "bench sharding --rounds 2 | --rounds must be at least 3, was 2",
    "validate | Missing required parameter: 'SCENARIO'",
    "valdate | Unmatched argument at index 0: 'valdate'",
  })
  void badInputEndsWithTwoAndALineWithoutAStackTrace(String command, String expected) {
    Ended ended = execute(command.replace("FIRST", FIRST_CALL).split(" ", -1));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(expected).doesNotContain("at org.").doesNotContain("Exception");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void noCommandSaysWhereHelpIs() {
    Ended ended = execute();

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Missing required subcommand").contains("collegium --help");
  }

  @Test
  void aBenchOfTheModelHostComparesAllBatchesWithTheBase() {
    Ended ended = execute("bench", "model-host", "--rows", "16", "--rounds", "1");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("base alone", "2 adapters x 8 rows", "16 adapters x 1 row");
  }

  @Test
  void aBenchWithoutANameIsRefused() {
    Ended ended = execute("bench");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("bench needs the name of a benchmark");
  }
}
