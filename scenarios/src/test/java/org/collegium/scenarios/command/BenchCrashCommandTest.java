package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes are killed and resumed. */
@Timeout(300)
class BenchCrashCommandTest {
  @Test
  void runsThatAreKilledAtAnyInstantAndResumedEndAsIfNothingHadHappened() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(
            "bench", "crash",
            "--kills", "5",
            "--points", "0",
            "--seed", "2",
            Path.of("..", "conf", "scenarios", "first-call.conf").toString(),
            "--set", "selection.arms=[dual]",
            "--set", "selection.seeds=[1]",
            "--set", "agents.count=1",
            "--set", "world.companies=2",
            "--set", "world.unseen=1",
            "--set", "world.examination-rollouts=1",
            "--set", "arms.dual.rounds=2");
    assertThat(code).as(out + "\n" + err).isZero();
    assertThat(out.toString()).startsWith("seed 2: ").endsWith("5 of 5 equal" + System.lineSeparator());
  }
}
