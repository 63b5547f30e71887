package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.result.RecordedSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many threads share a native operation changes no bit of a run, with the shipped base. */
class NativeThreadsTest {
  @TempDir
  private Path folder;

  @Test
  void aRunEndsWithTheSameHashWithOneAndWithTwoThreads() throws IOException {
    RunOutcome one = run(1);
    RunOutcome two = run(2);
    assertThat(two.finalStateHash()).isEqualTo(one.finalStateHash());
    assertThat(one.rounds()).containsEntry("dual/1", 3);
    assertThat(Files.readString(folder.resolve("2").resolve("run.conf"))).containsPattern("threads *[=:] *2");
  }

  private RunOutcome run(int threads) {
    Path run = folder.resolve(String.valueOf(threads));
    StringWriter err = new StringWriter();
    int code = Main.commandLine()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err))
        .execute(
            "run",
            Path.of("..", "conf", "scenarios", "first-call.conf").toString(),
            "--arms", "dual",
            "--seed", "1",
            "--set", "model.threads=" + threads,
            "--set", "agents.count=2",
            "--set", "world.companies=4",
            "--set", "world.unseen=1",
            "--set", "arms.dual.rounds=2",
            "--out", run.toString());
    assertThat(code).as(err.toString()).isZero();
    return RecordedSummary.read(run.resolve("summary.json")).outcome();
  }
}
