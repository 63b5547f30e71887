package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.result.RecordedSummary;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunLock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Another future for a run, and going on with one, with the shipped base. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForkCommandTest {
  private Path folder = Path.of("");
  private Path parent = Path.of("");

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

  @BeforeAll
  void playTheParent(@TempDir Path shared) {
    folder = shared;
    parent = folder.resolve("parent");
    Ended ended = execute(List.of(
        "run",
        Path.of("..", "conf", "scenarios", "first-call.conf").toString(),
        "--arms", "dual",
        "--seed", "1",
        "--set", "agents.count=2",
        "--set", "topology.kind=full",
        "--set", "world.companies=3",
        "--set", "world.unseen=1",
        "--set", "arms.dual.rounds=4",
        "--out", parent.toString()));
    assertThat(ended.code()).as(ended.err() + ended.out()).isZero();
  }

  private Ended fork(Path from, String name, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("fork", from.toString(), "--out", folder.resolve(name).toString()));
    arguments.addAll(List.of(more));
    return execute(arguments);
  }

  private static RunOutcome outcome(Path run) {
    return RecordedSummary.read(run.resolve("summary.json")).outcome();
  }

  @Test
  void aForkThatChangesNothingEndsAsItsParentDidEvenWhereItsAdaptersMustBeLearnedAgain() throws IOException {
    for (int round : new int[] {0, 1, 4}) {
      Path same = folder.resolve("same-" + round);
      Ended ended = fork(parent, "same-" + round, "--at-round", String.valueOf(round));
      assertThat(ended.code()).as(ended.err() + ended.out()).isZero();
      assertThat(outcome(same).finalStateHash()).as("round " + round).isEqualTo(outcome(parent).finalStateHash());
      assertThat(execute(List.of("replay", same.toString())).out()).contains("happened exactly as recorded");
    }
    Path again = folder.resolve("again");
    assertThat(fork(folder.resolve("same-1"), "again", "--at-round", "1").code()).isZero();
    assertThat(outcome(again).finalStateHash()).as("a fork of a fork").isEqualTo(outcome(parent).finalStateHash());
    Ended early = fork(folder.resolve("same-1"), "early", "--at-round", "0");
    assertThat(early.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(early.err()).contains("was itself forked at round 1").contains("fork parent");
  }

  @Test
  void anotherSeedIsAnotherFutureOfTheSamePast() throws IOException {
    Path other = folder.resolve("other");
    Ended ended = fork(parent, "other", "--at-round", "1", "--seed", "7", "--set", "mind.act-temperature=3");
    assertThat(ended.code()).as(ended.err() + ended.out()).isZero();
    assertThat(outcome(other).finalStateHash()).isNotEqualTo(outcome(parent).finalStateHash());
    assertThat(outcome(other).rounds()).isEqualTo(outcome(parent).rounds());
    assertThat(execute(List.of("replay", other.toString())).out()).contains("happened exactly as recorded");
    assertThat(Files.readString(other.resolve("summary.json")))
        .contains("\"run\" : \"parent\"", "\"round\" : 1", "seed 7", "mind.act-temperature=3");
    assertThat(Files.readString(other.resolve("report.html")))
        .contains("Forked from run parent after round 1", "seed 7", "parentCurves");
  }

  @Test
  void whatChangesNothingIsToldAndNotRecordedAsAChange() throws IOException {
    Path capped = folder.resolve("capped");
    Ended ended = fork(
        parent, "capped", "--at-round", "4",
        "--set", "arms.notes.rounds=9", "--set", "arms.dual.rounds=4", "--set", "mind.act-temperature=3");
    assertThat(ended.code()).as(ended.err() + ended.out()).isZero();
    assertThat(ended.err()).contains(
        "--set arms.notes.rounds=9 changes nothing in this fork (",
        "--set arms.dual.rounds=4 changes nothing in this fork (");
    assertThat(Files.readString(capped.resolve("summary.json")))
        .contains("mind.act-temperature=3")
        .doesNotContain("rounds=9", "rounds=4");
  }

  @Test
  void agentsGoOnWithTheSettingsOfAnotherArm() {
    Path noted = folder.resolve("noted");
    Ended ended =
        fork(parent, "noted", "--at-round", "3", "--arm", "dual=notes", "--set", "arms.notes.rounds=5");
    assertThat(ended.code()).as(ended.err() + ended.out()).isZero();
    assertThat(outcome(noted).rounds()).containsOnlyKeys("notes/1").containsEntry("notes/1", 6);
  }

  @Test
  void agentsWithOtherNeighboursOrNewOnesWaitForNobodyWhoToldNothing() {
    assertThat(fork(parent, "star", "--at-round", "2", "--set", "topology.kind=star").code()).isZero();
    Ended ring =
        fork(
            folder.resolve("star"), "ring", "--at-round", "3",
            "--set", "topology.kind=ring", "--set", "agents.count=3", "--set", "designs.default.agents-max=3");
    assertThat(ring.code()).as(ring.err() + ring.out()).isZero();
    assertThat(outcome(folder.resolve("ring")).rounds()).containsEntry("dual/1", 5);
    assertThat(execute(List.of("replay", folder.resolve("ring").toString())).code()).isZero();
  }

  @Test
  void aRunWhoseStatesOrLogWereLostIsNotGoneOnWith() throws IOException {
    for (String lost : List.of("state/states.mv.db", "messages")) {
      Path run = folder.resolve("lost-" + lost.substring(0, 5));
      assertThat(fork(parent, String.valueOf(run.getFileName()), "--at-round", "1").code()).isZero();
      Files.delete(run.resolve("summary.json"));
      Files.move(run.resolve(lost), folder.resolve("elsewhere-" + lost.substring(0, 5)));
      Ended refused = execute(List.of("resume", run.toString()));
      assertThat(refused.code()).as(lost).isEqualTo(ExitCode.FAILED);
      assertThat(refused.err()).as(lost).hasLineCount(1).contains("one of them was lost or is another run's");
    }
  }

  @Test
  void whatCannotBeForkedIsRefusedInOneLineAndLeavesNothing() {
    for (List<String> wrong : List.of(
        List.of("--at-round", "99"),
        List.of("--at-round", "-1"),
        List.of("--at-round", "1", "--arm", "duel"),
        List.of("--at-round", "1", "--set", "selection.seeds=[5]"),
        List.of("--at-round", "1", "--set", "mind.imagine=true"))) {
      Ended ended = fork(parent, "refused", wrong.toArray(new String[0]));
      assertThat(ended.code()).as(wrong + ended.out()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(ended.err().strip().lines()).as(ended.err()).hasSize(1);
      assertThat(folder.resolve("refused")).doesNotExist();
    }
  }

  @Test
  void aCompleteRunHasNothingToGoOnWithAlsoWhenItsFolderWasMoved() throws IOException {
    Ended ended = fork(parent, "here", "--at-round", "3");
    assertThat(ended.code()).isZero();
    Path moved = Files.move(folder.resolve("here"), folder.resolve("there"));
    Ended resumed = execute(List.of("resume", moved.toString()));
    assertThat(resumed.code()).isZero();
    assertThat(resumed.out()).contains("is complete");
    Files.delete(moved.resolve("summary.json"));
    assertThat(execute(List.of("resume", moved.toString())).code()).isZero();
    assertThat(outcome(moved).finalStateHash()).isEqualTo(outcome(parent).finalStateHash());
    assertThat(execute(List.of("replay", moved.toString())).out()).contains("happened exactly as recorded");
  }

  @Test
  void twoProcessesNeverWorkOnOneRun() throws IOException {
    assertThat(fork(parent, "open", "--at-round", "3").code()).isZero();
    Path open = folder.resolve("open");
    Files.delete(open.resolve("summary.json"));
    try (RunLock _ = RunLock.take(new RunFolder(open))) {
      for (Ended refused : List.of(
          fork(open, "locked", "--at-round", "3"), execute(List.of("resume", open.toString())))) {
        assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).contains("another process", "works on this run").hasLineCount(1);
      }
    }
    Ended foreign = execute(List.of("resume", folder.toString()));
    assertThat(foreign.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(foreign.err()).contains("is not a run folder");
  }
}
