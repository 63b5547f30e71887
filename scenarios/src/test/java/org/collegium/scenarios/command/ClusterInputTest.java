package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.collegium.scenarios.runfolder.RunLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used of what a cluster's users say is refused in a line, before anything is done. */
class ClusterInputTest {
  @TempDir private Path folder;

  private record Ended(int code, String err) {}

  private static Ended execute(List<String> arguments) {
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(new String[0]));
    return new Ended(code, err.toString());
  }

  private void isRefused(String complaint, String address, String... conf) throws IOException {
    Path file = Files.write(folder.resolve("node.conf"), List.of(conf));
    Ended ended =
        execute(List.of(
            "run", Path.of("..", "conf", "scenarios", "first-call.conf").toString(),
            // Of the machine with the model host, not of the client's.
            "--set", "model.device=gpu:7",
            "--out", folder.resolve("run").toString(), "--cluster", address, "--conf", file.toString()));
    assertThat(ended.err()).contains(complaint).hasLineCount(1);
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aRunThatNoClusterCanBeGivenLeavesNoFolder() throws IOException {
    String password = folder.resolve("no-password").toString();
    isRefused("no node of a cluster can be reached at 127.0.0.1:1", "127.0.0.1:1");
    try (ServerSocket node = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + node.getLocalPort();
      isRefused(
          "none: there is no such password file",
          address,
          "collegium.cluster.tls { enabled = true, key-store = no-keys, trust-store = no-keys, password-file = none }");
      isRefused(
          "which cannot be read",
          address,
          "collegium.cluster.adapters.store = postgresql",
          "collegium.cluster.database { kind = postgresql, url = \"jdbc:postgresql://h/d\", user = u }",
          "collegium.cluster.database.password-file = \"" + password + "\"");
    }
  }

  @Test
  void aRunThatAClusterPlaysIsNotGoneOnWithHere() throws IOException {
    Path run = Files.createDirectory(folder.resolve("left"));
    Files.copy(Path.of("..", "conf", "scenarios", "first-call.conf"), run.resolve("run.conf"));
    Files.writeString(run.resolve("cluster.txt"), "./collegium attach left --cluster 127.0.0.1:1\n");
    Ended ended = execute(List.of("resume", run.toString()));
    assertThat(ended.err()).contains("./collegium attach left --cluster 127.0.0.1:1").hasLineCount(1);
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.resolve("messages")).doesNotExist();
  }

  @Test
  void twoProcessesAreNeverNodesOfOneFolder() {
    Path node = folder.resolve("node");
    List<String> arguments = List.of("node", "--port", "0", "--join", "127.0.0.1:1", "--folder", node.toString());
    try (RunLock _ = RunLock.takeNode(node)) {
      Ended second = execute(arguments);
      assertThat(second.err()).startsWith(node + ": another process").hasLineCount(1);
      assertThat(second.code()).isEqualTo(ExitCode.BAD_INPUT);
    }
    RunLock.takeNode(node).close();
  }
}
