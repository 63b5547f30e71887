package org.collegium.scenarios.sharding;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.cluster.ClusterClient.Collected;
import org.collegium.organization.cluster.ClusterClient.Followed;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.merging.NodeLog;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.replay.Difference;
import org.collegium.organization.replay.ReplayResult;
import org.collegium.organization.replay.Replayer;
import org.collegium.organization.run.RunPlan;

/**
 * Plays a run of very many idle agents on a cluster of processes on this machine. When it has got going, messages are
 * counted for a while; then one node is asked to leave, and comes back. At the end the logs of all nodes are merged and
 * replayed: what was lost would be missed there.
 */
public final class ShardingBench {
  private static final String RUN = "sharding";
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

  private final ShardingSetting setting;
  private final Path configuration;
  private final Consumer<String> screen;
  private final List<LocalNode> nodes = new ArrayList<>();
  private String shardingType = "";

  /**
   * @param configuration file that all nodes are started with: the database they share, management on
   * @param screen takes lines for people while it goes on
   */
  public ShardingBench(ShardingSetting setting, Path configuration, Consumer<String> screen) {
    this.setting = setting;
    this.configuration = configuration;
    this.screen = screen;
  }

  /**
   * Measures.
   *
   * @param scenario text of the resolved configuration of the run
   * @param plan of the same run
   * @param client makes a client of the cluster at these addresses
   * @param log how the merged log is written
   * @throws ShardingFailedException when it cannot go on
   */
  public ShardingFigures measure(
      String scenario, RunPlan plan, ClientMaker client, LogSettings log) throws IOException, InterruptedException {
    try {
      startNodes();
      try (ClusterClient cluster = client.at(nodes.stream().map(LocalNode::address).toList())) {
        return play(cluster, scenario, plan, log);
      }
    } finally {
      nodes.forEach(LocalNode::close);
    }
  }

  /** Makes a client of a cluster. */
  @FunctionalInterface
  public interface ClientMaker {
    /** At these addresses, {@code HOST:PORT} each. */
    ClusterClient at(List<String> addresses);
  }

  private void startNodes() throws IOException, InterruptedException {
    for (int number = 1; number <= setting.nodes(); number++) {
      List<String> roles = number == 1 ? List.of("organization", "agents", "model-host") : List.of("agents");
      nodes.add(LocalNode.start(new LocalNode.Making(
          setting.program(),
          "node-" + number,
          roles,
          freePort(),
          freePort(),
          setting.scratch().resolve("node-" + number),
          configuration,
          number == 1 ? List.of() : List.of(nodes.getFirst().address()))));
      nodes.getLast().awaitUp(setting.patience());
      screen.accept("node-" + number + " (" + String.join(", ", roles) + ") is up");
    }
  }

  private ShardingFigures play(ClusterClient cluster, String scenario, RunPlan plan, LogSettings log)
      throws IOException, InterruptedException {
    RoundCount rounds = new RoundCount();
    long beganNs = System.nanoTime();
    Followed followed = cluster.submit(RUN, scenario, rounds);
    var watched = followed.over().whenComplete((_, failure) -> Optional.ofNullable(failure).ifPresent(rounds::fail));
    int organizations = setting.organizations();
    long firstNs = rounds.await(organizations, setting.patience());
    shardingType = "agent-" + followed.accepted().join().identity();
    screen.accept("all agents are there after " + RoundCount.ms(beganNs, firstNs) / 1000 + " s");
    long steadyNs = rounds.await(2 * organizations, setting.patience());
    screen.accept("a round of all took " + RoundCount.ms(firstNs, steadyNs) / 1000 + " s; "
        + nodes.getLast().making().name() + " is asked to leave");
    List<Long> agentsByNode = new ArrayList<>();
    for (LocalNode node : nodes) {
      agentsByNode.add(holding(node).agents());
    }
    Leaving leaving = leave(watched);
    long lastNs = rounds.await(setting.rounds() * organizations, setting.patience());
    ClusterClient.RunOver over = joined(watched);
    Collected collected = cluster.collect(over, Set.of(), setting.scratch().resolve("collected"));
    screen.accept("the run is over; its logs are merged and replayed");
    ReplayResult replayed = replay(collected, plan, log);
    return new ShardingFigures(
        RoundCount.ms(beganNs, firstNs),
        RoundCount.ms(firstNs, steadyNs),
        (long) setting.agents() * setting.messagesAnAgentRound(),
        agentsByNode,
        RoundCount.ms(leaving.askedNs(), leaving.goneNs()),
        RoundCount.ms(leaving.askedNs(), leaving.rebalancedNs()),
        RoundCount.ms(leaving.askedNs(), lastNs),
        RoundCount.ms(beganNs, lastNs),
        replayed.messages(),
        collected.outcome().ending() + ", " + collected.outcome().detail(),
        difference(collected, replayed));
  }

  private record Leaving(long askedNs, long goneNs, long rebalancedNs) {}

  /** The last node leaves; when the others hold all shards, it comes back. */
  private Leaving leave(CompletableFuture<ClusterClient.RunOver> run) throws IOException, InterruptedException {
    LocalNode leaver = nodes.removeLast();
    int shardsBefore = holding(leaver).shards() + shards();
    long askedNs = System.nanoTime();
    long goneNs;
    try (leaver) {
      leaver.askToLeave();
      leaver.awaitGone(setting.patience());
      goneNs = System.nanoTime();
    }
    long untilNs = askedNs + setting.patience().toNanos();
    while (shards() < shardsBefore) {
      if (run.isDone()) {
        throw new ShardingFailedException(
            "the run was over before the others held all " + shardsBefore + " shards; it needs more rounds");
      }
      if (System.nanoTime() > untilNs) {
        throw new ShardingFailedException(shards() + " of " + shardsBefore + " shards are held after "
            + setting.patience().toSeconds() + " s");
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_INTERVAL.toNanos());
    }
    long rebalancedNs = System.nanoTime();
    screen.accept("it was gone after " + RoundCount.ms(askedNs, goneNs) / 1000 + " s, the others held all "
        + shardsBefore + " shards after " + RoundCount.ms(askedNs, rebalancedNs) / 1000 + " s; it comes back");
    nodes.add(LocalNode.start(leaver.making()));
    nodes.getLast().awaitUp(setting.patience());
    return new Leaving(askedNs, goneNs, rebalancedNs);
  }

  private int shards() throws IOException, InterruptedException {
    int shards = 0;
    for (LocalNode node : nodes) {
      shards += holding(node).shards();
    }
    return shards;
  }

  private LocalNode.Holding holding(LocalNode node) throws IOException, InterruptedException {
    return node.holding(shardingType);
  }

  private ClusterClient.RunOver joined(CompletableFuture<ClusterClient.RunOver> over) throws InterruptedException {
    try {
      return over.get(setting.patience().toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | CompletionException e) {
      throw new ShardingFailedException("the run did not end: " + e);
    }
  }

  private ReplayResult replay(Collected collected, RunPlan plan, LogSettings log) {
    if (!collected.missing().isEmpty()) {
      throw new ShardingFailedException("no logs were given out by " + String.join(", ", collected.missing()));
    }
    List<NodeLog> parts =
        collected.logs().entrySet().stream()
            .map((Map.Entry<String, Path> part) -> new NodeLog(part.getKey(), part.getValue()))
            .toList();
    Path merged = setting.scratch().resolve("merged");
    MergedLog.write(parts, merged, log);
    return Replayer.replay(merged, plan, collected.outcome());
  }

  private Optional<String> difference(Collected collected, ReplayResult replayed) {
    boolean isComplete =
        collected.outcome().rounds().size() == setting.organizations()
            && collected.outcome().rounds().values().stream().allMatch(count -> count == setting.rounds());
    if (!isComplete) {
      return Optional.of("not all organizations closed all rounds: " + collected.outcome().rounds());
    }
    return replayed.difference().map(Difference::toString);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
