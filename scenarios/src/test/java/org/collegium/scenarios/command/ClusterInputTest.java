package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.collegium.organization.cluster.ClusterSettings;
import org.collegium.organization.cluster.ListeningAddress;
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

  private static List<String> node(String... more) {
    List<String> arguments = new ArrayList<>(List.of("node", "--join", "127.0.0.1:1"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  @Test
  void keysThatNobodyReadsAreToldAllAtOnceWithTheirPlaces() throws IOException {
    Path file =
        Files.write(
            folder.resolve("node.conf"),
            List.of(
                "collegium.cluster.tls { enable = true }",
                "collegium.cluster { name = x, tsl = { enabled = true } }",
                "pekko.no-key-of-pekko = is left to it",
                "colegium.cluster.tls.enabled = true",
                "collegium.xyz = 1"));
    for (List<String> arguments : List.of(
        node("--conf", file.toString()), List.of("db", "init", "--conf", file.toString()),
        List.of("stop", "r", "--cluster", "127.0.0.1:1", "--conf", file.toString()))) {
      Ended ended = execute(arguments);
      assertThat(ended.err().lines().map(line -> line.replace(folder + "/", "")))
          .containsExactly(
              "node.conf: 1: collegium.cluster.tls.enable is not a key; did you mean collegium.cluster.tls.enabled?",
              "node.conf: 2: collegium.cluster.tsl is not a key; did you mean collegium.cluster.tls?",
              "node.conf: 4: colegium is not a key; did you mean collegium?",
              "node.conf: 5: collegium.xyz is not a key; conf/cluster/README.md says where all keys are");
      assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    }
  }

  @Test
  void aNodeThatCannotBeStartedSaysWhyInALine() throws IOException {
    Path own = folder.resolve("own");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Ended ended = execute(node("--port", port, "--folder", own.toString()));
      assertThat(ended.err().strip())
          .isEqualTo("127.0.0.1:" + port + ": cannot be listened at: Address already in use");
      assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    }
    Ended nameless = execute(node("--host", "::1", "--folder", own.toString()));
    assertThat(nameless.err()).startsWith("--host: ").endsWith("give --name\n").hasLineCount(1);
    assertThat(nameless.code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void aNodeSaysThatItIsSecured() {
    Config open = ClusterSettings.resolved(ConfigFactory.empty());
    Config secured =
        ConfigFactory.parseString(
                "collegium.cluster.tls { enabled = on, key-store = k, trust-store = t, password-file = p }")
            .withFallback(open);
    ClusterSettings settings = ClusterSettings.of(open);
    String up = "Node 127.0.0.1-7355 (organization, agents, model-host) is up at h:1, cluster collegium";
    assertThat(NodeCommand.up(settings, open, "h:1")).isEqualTo(up + ".");
    assertThat(NodeCommand.up(settings, secured, "h:1")).isEqualTo(up + ", TLS on.");
  }

  @Test
  void whoeverCouldReachAnOpenNodeIsWarnedOf() {
    assertThat(NodeCommand.warning(new ListeningAddress("127.0.0.1", 7355))).isEmpty();
    assertThat(NodeCommand.warning(new ListeningAddress("10.0.0.7", 7355)))
        .hasValueSatisfying(line -> assertThat(line).startsWith("TLS is off: whoever reaches 10.0.0.7:7355 can be"));
  }

  @Test
  void twoProcessesAreNeverNodesOfOneFolder() {
    Path node = folder.resolve("node");
    List<String> arguments = node("--port", "0", "--name", "n", "--folder", node.toString());
    try (RunLock _ = RunLock.takeNode(node)) {
      Ended second = execute(arguments);
      assertThat(second.err()).startsWith(node + ": another process").hasLineCount(1);
      assertThat(second.code()).isEqualTo(ExitCode.BAD_INPUT);
    }
    RunLock.takeNode(node).close();
  }
}
