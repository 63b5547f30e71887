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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
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
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.telemetry.Telemetry;
import org.collegium.scenarios.cluster.NodeStores;
import org.collegium.scenarios.result.RecordedSummary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs handed to a cluster of one node with all roles, as their user sees them; with the shipped base. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterRunTest {
  private static final long WAIT_S_MAX = 120;

  private Path folder = Path.of("");
  private String address = "";
  private final List<ClusterNode> nodes = new ArrayList<>();

  private record Ended(int code, String out, String err) {
    String all() {
      return out + err;
    }
  }

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
  void startANode(@TempDir Path shared) throws Exception {
    folder = shared;
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Files.writeString(
        folder.resolve("node.conf"), "collegium.cluster.adapters.folder = \"" + folder.resolve("store") + "\"");
    Config config =
        ClusterSettings.resolved(
            ConfigFactory.parseMap(
                    Map.of(
                        "pekko.remote.artery.canonical.port", port,
                        "collegium.cluster.node.folder", folder.resolve("node").toString()))
                .withFallback(ConfigFactory.parseFile(folder.resolve("node.conf").toFile())));
    ClusterSettings settings = ClusterSettings.of(config);
    DatabaseSettings database = DatabaseSettings.read(config, Map.of());
    NodeStores stores =
        new NodeStores(
            settings.name(), database, folder.resolve("state"), AdapterStoreSettings.read(config, database));
    CompletableFuture<String> up = new CompletableFuture<>();
    nodes.add(
        ClusterNode.start(
            settings,
            StateDatabase.prepare(folder.resolve("state")).settings().withFallback(config),
            NodeCommand.book(stores.adapters(), Telemetry.OFF),
            stores,
            List.of(),
            up::complete));
    address = up.get(WAIT_S_MAX, TimeUnit.SECONDS);
  }

  @AfterAll
  void stopTheNode() {
    nodes.forEach(ClusterNode::leave);
    nodes.forEach(node ->
        assertThat(node.ending().toCompletableFuture().join().kind()).isEqualTo(ClusterNode.Ending.Kind.LEFT));
  }

  private List<String> run(String name, int rounds, String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        "run",
        Path.of("..", "conf", "scenarios", "first-call.conf").toString(),
        "--arms", "dual",
        "--seed", "1",
        "--set", "agents.count=2",
        "--set", "world.companies=2",
        "--set", "world.unseen=1",
        "--set", "arms.dual.rounds=" + rounds,
        "--out", folder.resolve(name).toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private String[] onTheCluster() {
    return new String[] {"--cluster", address, "--conf", folder.resolve("node.conf").toString()};
  }

  private List<String> with(String command, String run, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, run));
    arguments.addAll(List.of(onTheCluster()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** Names of the folders of all runs that were ever called so. */
  private List<String> kept(String place, String name) throws IOException {
    try (Stream<Path> inside = Files.list(folder.resolve(place))) {
      return inside.map(each -> String.valueOf(each.getFileName()))
          .filter(each -> RunIdentity.isValue(each) && RunIdentity.nameIn(each).equals(name))
          .toList();
    }
  }

  private RunOutcome outcome(String name) {
    return RecordedSummary.read(folder.resolve(name).resolve("summary.json")).outcome();
  }

  @Test
  void aRunOnAClusterEndsLikeOneWithoutAndItsMergedLogReplays() throws IOException {
    assertThat(execute(run("here", 3)).code()).isZero();
    Ended there = execute(run("there", 3, onTheCluster()));

    assertThat(there.code()).as(there.all()).isZero();
    assertThat(outcome("there").finalStateHash()).isEqualTo(outcome("here").finalStateHash());
    assertThat(execute(List.of("replay", folder.resolve("there").toString())).out())
        .contains("happened exactly as recorded");
    assertThat(folder.resolve("there").resolve("adapters").resolve("dual")).isDirectory();
    assertThat(folder.resolve("store").resolve("there")).as("what users call a run").doesNotExist();
    assertThat(folder.resolve("node").resolve("there")).as("is not what a node calls it").doesNotExist();
    assertThat(kept("store", "there")).singleElement().isEqualTo(kept("node", "there").getFirst());
    assertThat(folder.resolve("there").resolve("report.html")).isNotEmptyFile();
    assertThat(folder.resolve("there").resolve("collected.unfinished")).doesNotExist();

    Ended again = execute(with("attach", "there", "--out", folder.resolve("again").toString()));
    assertThat(again.code()).as(again.all()).isZero();
    assertThat(outcome("again").finalStateHash()).isEqualTo(outcome("here").finalStateHash());
    assertThat(Files.readString(folder.resolve("again").resolve("run.conf")))
        .isEqualTo(Files.readString(folder.resolve("there").resolve("run.conf")));

    Ended twice = execute(with("attach", "there", "--out", folder.resolve("again").toString()));
    assertThat(twice.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(twice.err()).contains("has been collected already");
  }

  @Test
  void aRunThatIsStoppedEndsAtARoundBoundaryAndWhoWatchedItHearsSo() throws Exception {
    CompletableFuture<Ended> watched =
        CompletableFuture.supplyAsync(() -> execute(run("long", 400, onTheCluster())));
    Ended stopped = new Ended(ExitCode.FAILED, "", "");
    Ended kept = stopped;
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S_MAX);
    while (!kept.err().contains("is being played") && System.nanoTime() < endNs) {
      kept = execute(with("forget", "long"));
    }
    assertThat(kept.code()).isEqualTo(ExitCode.FAILED);
    assertThat(kept.err().strip()).isEqualTo("long is being played, so it is not forgotten; stop it first");
    while (stopped.code() != ExitCode.OK && System.nanoTime() < endNs) {
      stopped = execute(with("stop", "long"));
    }

    assertThat(stopped.out()).contains("long is over (stopped)");
    Ended ended = watched.get(WAIT_S_MAX, TimeUnit.SECONDS);
    assertThat(ended.code()).as(ended.all()).isEqualTo(ExitCode.STOPPED);
    assertThat(outcome("long").ending()).isEqualTo(RunOutcome.Ending.STOPPED);
    assertThat(execute(List.of("replay", folder.resolve("long").toString())).out())
        .contains("happened exactly as recorded");
    whatIsToldOfItLeadsOn(ended);
  }

  private void whatIsToldOfItLeadsOn(Ended stopped) throws IOException {
    int last = outcome("long").rounds().getOrDefault("dual/1", -1);
    assertThat(stopped.out())
        .contains("Go on:       ./collegium fork " + folder.resolve("long") + " --at-round " + last)
        .doesNotContain("attach");
    Ended resumed = execute(List.of("resume", folder.resolve("long").toString()));
    assertThat(resumed.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(resumed.err()).contains("./collegium fork " + folder.resolve("long")).doesNotContain("there, or");
    Ended forked = execute(List.of(
        "fork", folder.resolve("long").toString(), "--at-round", String.valueOf(last),
        "--set", "arms.dual.rounds=" + (last + 1), "--out", folder.resolve("forked").toString()));
    assertThat(forked.code()).as(forked.all()).isZero();
    assertThat(outcome("forked").rounds().getOrDefault("dual/1", -1)).isGreaterThan(last);

    Files.move(folder.resolve("long"), folder.resolve("first-of-long"));
    Ended again = execute(run("long", 400, onTheCluster()));
    assertThat(again.code()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err().strip())
        .isEqualTo("a run named long ended (stopped): attach to it, forget it, or choose another name");
    assertThat(folder.resolve("long")).as("the cluster plays nothing").doesNotExist();
  }

  @Test
  void aForgottenRunLeavesNothingBehindAndItsNameIsFree() throws Exception {
    assertThat(execute(run("once", 2, onTheCluster())).code()).isZero();
    String first = kept("store", "once").getFirst();
    assertThat(states(first)).isPositive();
    Ended forgotten = execute(with("forget", "once"));

    assertThat(forgotten.code()).as(forgotten.all()).isZero();
    assertThat(forgotten.out()).startsWith("once is forgotten").doesNotContain("Not there");
    assertThat(kept("node", "once")).isEmpty();
    assertThat(kept("store", "once")).isEmpty();
    assertThat(states(first)).isZero();
    assertThat(execute(with("forget", "once")).code()).as("there is nothing to do").isZero();
    Ended attached = execute(with("attach", "once", "--out", folder.resolve("late").toString()));
    assertThat(attached.err().strip()).isEqualTo("the cluster has forgotten the run named once");

    Files.move(folder.resolve("once"), folder.resolve("first"));
    assertThat(execute(run("once", 2, onTheCluster())).code()).isZero();
    assertThat(outcome("once").finalStateHash()).isEqualTo(outcome("first").finalStateHash());
    assertThat(kept("store", "once")).singleElement().isNotEqualTo(first);
  }

  /** Rows that the run has in the database of states. */
  private int states(String run) throws SQLException {
    String url = "jdbc:h2:async:" + folder.resolve("state").resolve("states")
        + ";DATABASE_TO_UPPER=false;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0";
    String query = "SELECT COUNT(*) FROM PUBLIC.\"durable_state\" WHERE LOCATE('" + run + "', \"persistence_id\") > 0";
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      assertThat(found.next()).isTrue();
      return found.getInt(1);
    }
  }

  @Test
  void aRunForADeviceThatNoModelHostHasFailsAndSaysWhichNodeLacksIt() {
    List<String> arguments = run("elsewhere", 2, onTheCluster());
    arguments.addAll(List.of("--set", "model.device=gpu:7"));
    Ended ended = execute(arguments);

    assertThat(ended.code()).as(ended.all()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err().strip())
        .startsWith("the cluster could not begin the run: 127.0.0.1-")
        .contains(": model.device: device gpu:7 does not exist")
        .hasLineCount(1);
  }

  @Test
  void aRunForAnotherClusterIsRefusedAndLeavesNoFolder() throws IOException {
    Path conf = folder.resolve("other.conf");
    Files.writeString(conf, "collegium.cluster.name = laptop");
    Ended ended = execute(run("strange", 1, "--cluster", address, "--conf", conf.toString()));

    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.err().strip())
        .isEqualTo("this cluster is named collegium, and the client was told laptop (collegium.cluster.name)");
    assertThat(folder.resolve("strange")).doesNotExist();
  }

  @Test
  void whatTheClusterDoesNotKnowIsToldInALine() {
    Ended unknown = execute(with("attach", "nowhere"));
    assertThat(unknown.code()).isEqualTo(ExitCode.FAILED);
    assertThat(unknown.err().strip()).isEqualTo("the cluster knows no run named nowhere");

    Ended nobody = execute(List.of("attach", "nowhere", "--cluster", "127.0.0.1:1"));
    assertThat(nobody.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(nobody.err().strip()).isEqualTo("no node of a cluster can be reached at 127.0.0.1:1");

    Ended wrong = execute(List.of("attach", "nowhere", "--cluster", "here"));
    assertThat(wrong.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(wrong.err().strip()).isEqualTo("--cluster must be HOST:PORT, was 'here'");
  }
}
