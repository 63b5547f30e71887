package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.scenarios.clusterproof.ClusterProof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of each proof, with clusters of real processes; each is skipped where the machine does not allow it. */
@Timeout(1800)
class BenchClusterCommandTest {
  private static final List<String> SMALL =
      List.of(
          Path.of("..", "conf", "scenarios", "first-call.conf").toString(),
          "--set", "selection.arms=[dual]",
          "--set", "selection.seeds=[1]",
          "--set", "designs.default.rounds-max=0",
          "--set", "agents.count=2",
          "--set", "world.companies=2",
          "--set", "world.unseen=1",
          "--set", "world.examination-rollouts=1");

  @Test
  void aRunOnThreeAndFiveNodesEndsAsInOneProcess() {
    assertThat(proved(ClusterProof.obstacle(), 3, "--only", "hashes"))
        .contains("three nodes: 1 of 1 runs ended with the same state and replay")
        .contains("five nodes, two of them model hosts: 1 of 1 runs ended with the same state and replay");
  }

  @Test
  void aRunWhoseNodesAreKilledEndsAsInOneProcess() {
    assertThat(provedInTime(ClusterProof.obstacle(), 12, "--only", "kills", "--seed", "3"))
        .contains("1 of 1 runs ended with the same state and replay")
        .doesNotContain("; 0 restarts");
  }

  @Test
  void aRunWhoseNodesAreCutOffFromEachOtherEndsAsInOneProcess() {
    assertThat(provedInTime(ClusterProof.partitionObstacle(), 80, "--only", "partition", "--cut", "12"))
        .contains("three nodes, each cut off for 12 s: 1 of 1 runs ended with the same state and replay");
  }

  @Test
  void aRunWhoseDatabaseIsAwayForATimeEndsAsInOneProcess() {
    assertThat(provedInTime(ClusterProof.obstacle(), 40, "--only", "database", "--cut", "10"))
        .contains("their database away for 10 s: 1 of 1 runs ended with the same state and replay; 0 restarts");
  }

  @Test
  void aRunWhoseNodesAreAllRestartedEndsAsInOneProcess() {
    assertThat(provedInTime(ClusterProof.obstacle(), 240, "--only", "rolling"))
        .contains("1 of 1 runs ended with the same state and replay; 5 restarts");
  }

  @Test
  void aPeerWithoutAGoodCertificateIsRefusedAndTheNodeSaysSo() {
    assertThat(proved(ClusterProof.obstacle(), 1, "--only", "refused")).contains("refused: 5 of 5 peers");
  }

  /** A disturbance takes its time, and how many rounds are played meanwhile depends on the machine. */
  private static String provedInTime(Optional<String> obstacle, int rounds, String... options) {
    Proof proof = prove(obstacle, rounds, options);
    for (int longer = 2 * rounds; proof.isTooShort() && longer <= 8 * rounds; longer *= 2) {
      proof = prove(obstacle, longer, options);
    }
    return proof.requireClean();
  }

  private static String proved(Optional<String> obstacle, int rounds, String... options) {
    return prove(obstacle, rounds, options).requireClean();
  }

  private record Proof(int code, String out, String err) {
    boolean isTooShort() {
      return code != ExitCode.OK && out.contains(": the run was over before ");
    }

    String requireClean() {
      assertThat(code).as(out + "\n" + err).isZero();
      return out;
    }
  }

  private static Proof prove(Optional<String> obstacle, int rounds, String... options) {
    assumeTrue(obstacle.isEmpty(), () -> "skipped: " + obstacle.orElseThrow());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("bench", "cluster", "--runs", "1", "--timeout", "600"));
    arguments.addAll(SMALL);
    arguments.addAll(List.of("--set", "arms.dual.rounds=" + rounds));
    arguments.addAll(List.of(options));
    int code = Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
    return new Proof(code, out.toString(), err.toString());
  }
}
