package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.collegium.organization.cluster.ClusterNode;
import org.collegium.organization.cluster.ClusterSettings;
import org.collegium.organization.durable.AdapterStoreSettings;
import org.collegium.organization.durable.DatabaseSettings;
import org.collegium.organization.durable.StateDatabase;
import org.collegium.organization.registry.RunIdentity;
import org.collegium.organization.telemetry.Telemetry;
import org.collegium.scenarios.cluster.NodeStores;
import org.collegium.scenarios.result.RecordedSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose nodes, or their parts of the log, are gone for good, as its user sees it; with the shipped base. */
class ClusterWithoutNodeTest {
  private static final long WAIT_S_MAX = 120;

  @TempDir private Path folder = Path.of("");

  private record Ended(int code, String out, String err) {
    String all() {
      return out + err;
    }
  }

  private static Ended execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    return new Ended(code, out.toString(), err.toString());
  }

  /** Both nodes are in this process, so they can share a database file. */
  private ClusterNode start(String name, List<String> roles, List<String> seeds, CompletableFuture<String> up)
      throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Config config =
        ClusterSettings.resolved(
            ConfigFactory.parseMap(
                Map.of(
                    "pekko.remote.artery.canonical.port", port,
                    "pekko.cluster.roles", roles,
                    "collegium.cluster.node.name", name,
                    "collegium.cluster.adapters.folder", folder.resolve("store").toString(),
                    "collegium.cluster.node.folder", folder.resolve(name).toString())));
    DatabaseSettings database = DatabaseSettings.read(config, Map.of());
    AdapterStoreSettings adapters = AdapterStoreSettings.read(config, database);
    NodeStores stores = new NodeStores("both", database, folder.resolve("state"), adapters);
    return ClusterNode.start(
        ClusterSettings.of(config),
        StateDatabase.prepare(folder.resolve("state")).settings().withFallback(config),
        NodeCommand.book(adapters, Telemetry.OFF),
        stores,
        seeds,
        up::complete);
  }

  private static void remove(Path place) throws IOException {
    try (Stream<Path> inside = Files.walk(place)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private Ended attach(String address, String out, String... more) throws IOException {
    Path conf = folder.resolve("node.conf");
    Files.writeString(
        conf,
        "collegium.cluster { adapters.folder = \"" + folder.resolve("store") + "\", client.patience = 2s }");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "attach", "r", "--cluster", address, "--conf", conf.toString(),
                "--out", folder.resolve(out).toString()));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  @Test
  void whatIsLeftIsCollectedAndSaysWhatIsMissing() throws Exception {
    CompletableFuture<String> firstUp = new CompletableFuture<>();
    ClusterNode first = start("first", List.of("organization", "agents", "model-host"), List.of(), firstUp);
    String address = firstUp.get(WAIT_S_MAX, TimeUnit.SECONDS);
    CompletableFuture<String> secondUp = new CompletableFuture<>();
    ClusterNode second = start("second", List.of("model-host"), List.of(address), secondUp);
    secondUp.get(WAIT_S_MAX, TimeUnit.SECONDS);
    try {
      Ended played =
          execute(
              "run", Path.of("..", "conf", "scenarios", "first-call.conf").toString(), "--arms", "dual", "--seed", "1",
              "--set", "agents.count=2", "--set", "world.companies=2", "--set", "world.unseen=1",
              "--set", "arms.dual.rounds=3", "--out", folder.resolve("r").toString(), "--cluster", address);
      assertThat(played.code()).as(played.all()).isZero();
      second.leave();
      second.ending().toCompletableFuture().get(WAIT_S_MAX, TimeUnit.SECONDS);

      assertThat(attach(address, "wrong", "--without", "secnd").err())
          .contains("--without secnd: took no part in the run; those that did are first, second");
      whoIsAwayIsWaitedFor(address);
      theRoundsAreToldWithoutTheHostsLog(address);
      nothingIsToldWithoutTheOrchestratorsLog(address);
    } finally {
      first.leave();
      second.leave();
      first.ending().toCompletableFuture().join();
    }
  }

  private void whoIsAwayIsWaitedFor(String address) throws IOException {
    Ended waited = attach(address, "waited");
    assertThat(waited.code()).isEqualTo(ExitCode.FAILED);
    assertThat(waited.err()).contains("second took part and cannot be reached, or has no log any more");
  }

  private void theRoundsAreToldWithoutTheHostsLog(String address) throws IOException {
    Ended part = attach(address, "part", "--without", "second");
    assertThat(part.code()).as(part.all()).isZero();
    assertThat(part.out()).contains("The part of the log that second had is missing", "All closed rounds are told.");
    Path summary = folder.resolve("part").resolve("summary.json");
    assertThat(Files.readString(summary)).contains("\"missingLogs\"", "\"second\"");
    assertThat(RecordedSummary.read(summary).arms())
        .isEqualTo(RecordedSummary.read(folder.resolve("r").resolve("summary.json")).arms());
    assertThat(Files.readString(folder.resolve("part").resolve("report.html")))
        .contains("The part of the log that second had is missing")
        .doesNotContain("collegium replay");
    assertThat(execute("inspect", folder.resolve("part").toString()).out())
        .contains("The part of the log that second had is missing");
    for (String[] command : new String[][] {{"replay"}, {"fork", "--at-round", "1"}}) {
      List<String> arguments = new ArrayList<>(List.of(command));
      arguments.add(1, folder.resolve("part").toString());
      Ended refused = execute(arguments.toArray(String[]::new));
      assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.err().strip())
          .contains("the part of the log that second had is missing, so the run cannot be " + command[0])
          .hasLineCount(1);
    }
  }

  private void nothingIsToldWithoutTheOrchestratorsLog(String address) throws IOException {
    Path part;
    try (Stream<Path> inside = Files.list(folder.resolve("first"))) {
      part = inside.filter(each -> RunIdentity.isValue(each.getFileName().toString())).findFirst().orElseThrow();
    }
    remove(part.resolve("messages"));
    Ended refused = attach(address, "none", "--without", "second");
    assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err())
        .contains("first took part and cannot be reached, or has no log any more")
        .contains("--without first when it is gone for good");

    Ended none = attach(address, "none", "--without", "first,second");
    assertThat(none.code()).as(none.all()).isZero();
    assertThat(none.out()).contains("Nothing is told of dual/1", "Report:      none");
    assertThat(folder.resolve("none").resolve("report.html")).doesNotExist();
    assertThat(finalStateHash("none")).isEqualTo(finalStateHash("r"));
    assertThat(execute("replay", folder.resolve("none").toString()).code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  private String finalStateHash(String run) {
    return RecordedSummary.readOutcome(folder.resolve(run).resolve("summary.json")).orElseThrow().finalStateHash();
  }
}
