package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.collegium.modelhost.store.StoreAwayException;
import org.collegium.organization.cluster.ClusterNode.Ending;
import org.collegium.organization.durable.ForcedStates;
import org.collegium.organization.durable.StateDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterNodeTest {
  static final RunBook NO_RUNS = (_, _, _) -> {
    throw new UnplayableRunException("nothing is played here");
  };

  @TempDir private Path folder = Path.of("");

  private final List<ClusterNode> nodes = new ArrayList<>();

  /** Sees every mark but those that it is told not to see. */
  record Store(Optional<String> problem) implements SharedStore {
    static final Store SHARED = new Store(Optional.empty());

    @Override
    public String leave(String cluster) {
      return cluster;
    }

    @Override
    public void forget(String run) {
      throw new AssertionError(run + " is forgotten, and nobody wanted that");
    }

    @Override
    public ForcedStates forced() {
      return ForcedStates.ALWAYS;
    }

    @Override
    public Optional<String> problem(String mark) {
      return problem;
    }
  }

  @AfterEach
  void stopAll() {
    nodes.forEach(ClusterNode::leave);
    nodes.forEach(node -> node.ending().toCompletableFuture().join());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Config config(int port, Map<String, ?> more) {
    return ClusterSettings.resolved(
        ConfigFactory.parseMap(more)
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "pekko.remote.artery.canonical.port", port,
                        "collegium.cluster.node.folder", folder.resolve("node-" + port).toString(),
                        "collegium.cluster.twin-patience", "1s",
                        "collegium.cluster.search-timeout", "2s",
                        "pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes", "6s"))));
  }

  private ClusterNode start(int port, Map<String, ?> more, SharedStore store, List<String> seeds) {
    return start(port, more, store, seeds, _ -> {});
  }

  private ClusterNode start(
      int port,
      Map<String, ?> more,
      SharedStore store,
      List<String> seeds,
      Consumer<String> up) {
    Config config = config(port, more);
    Config states = StateDatabase.prepare(folder.resolve("state-" + port)).settings();
    ClusterNode node =
        ClusterNode.start(ClusterSettings.of(config), states.withFallback(config), NO_RUNS, store, seeds, up);
    nodes.add(node);
    return node;
  }

  private List<String> begun() throws Exception {
    int port = freePort();
    CompletableFuture<String> up = new CompletableFuture<>();
    start(port, Map.of(), Store.SHARED, List.of(), up::complete);
    return List.of(up.get(60, TimeUnit.SECONDS));
  }

  private static Ending ending(ClusterNode node) throws Exception {
    return node.ending().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void aNodeOfAnotherClusterIsRefused() throws Exception {
    ClusterNode stranger =
        start(freePort(), Map.of("collegium.cluster.name", "another"), Store.SHARED, begun());

    assertThat(ending(stranger).kind()).isEqualTo(Ending.Kind.REFUSED);
    assertThat(ending(stranger).detail()).contains("another one, or speaks another protocol");
  }

  @Test
  void aNodeOfABuildWithAnotherProtocolIsRefused() throws Exception {
    ClusterNode newer =
        start(freePort(), Map.of("collegium.cluster.protocol-version", 99), Store.SHARED, begun());

    assertThat(ending(newer).kind()).isEqualTo(Ending.Kind.REFUSED);
  }

  @Test
  void aClientOfABuildWithAnotherProtocolIsRefusedAtOnceWhateverItWants() throws Exception {
    List<String> node = begun();
    Config newer = config(0, Map.of("collegium.cluster.protocol-version", 99));
    try (ClusterClient client = ClusterClient.of(node, "127.0.0.1", newer)) {
      for (CompletableFuture<?> wish : List.of(
          client.submit("r", "text", _ -> {}).over(),
          client.attach("r", _ -> {}).over(),
          client.stop("r", _ -> {}).over(),
          client.forget("r"))) {
        assertThat(wish)
            .failsWithin(30, TimeUnit.SECONDS)
            .withThrowableThat()
            .havingRootCause()
            .isInstanceOf(ClusterRefusedException.class)
            .withMessageMatching("this cluster speaks protocol \\d+, this client 99: use the same build");
      }
    }
  }

  @Test
  void aNodeWithAnotherAdapterStoreIsRefusedWithTheReason() throws Exception {
    ClusterNode other =
        start(freePort(), Map.of(), new Store(Optional.of("it is another directory")), begun());

    assertThat(ending(other)).isEqualTo(new Ending(Ending.Kind.REFUSED, "it is another directory"));
  }

  @Test
  void aNodeWhoseOwnActorFailsEndsWithALine() throws Exception {
    SharedStore broken = new SharedStore() {
      @Override
      public String leave(String cluster) {
        return cluster;
      }

      @Override
      public void forget(String run) {}

      @Override
      public ForcedStates forced() {
        return ForcedStates.ALWAYS;
      }

      @Override
      public Optional<String> problem(String mark) {
        throw new IllegalStateException("the store is on fire");
      }
    };
    ClusterNode node = start(freePort(), Map.of(), broken, List.of());

    assertThat(ending(node)).isEqualTo(new Ending(Ending.Kind.FAILED, "its member: the store is on fire"));
  }

  /** Away when it is asked first, for a mark and for a look. */
  private static final class AwayAtFirst implements SharedStore {
    private final AtomicInteger marks = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final CompletableFuture<String> seen = new CompletableFuture<>();

    private static void beAway(AtomicInteger asked) {
      if (asked.incrementAndGet() == 1) {
        throw new StoreAwayException("the server fails over", new IOException("connection refused"));
      }
    }

    @Override
    public String leave(String cluster) {
      beAway(marks);
      return cluster;
    }

    @Override
    public void forget(String run) {}

    @Override
    public ForcedStates forced() {
      return ForcedStates.ALWAYS;
    }

    @Override
    public Optional<String> problem(String mark) {
      beAway(looks);
      seen.complete(mark);
      return Optional.empty();
    }
  }

  @Test
  void aStoreThatIsAwayWhenNodesAreGreetedEndsNone() throws Exception {
    AwayAtFirst store = new AwayAtFirst();
    ClusterNode node = start(freePort(), Map.of(), store, List.of());

    assertThat(CompletableFuture.anyOf(store.seen, node.ending().toCompletableFuture()).get(60, TimeUnit.SECONDS))
        .isEqualTo("collegium");
    assertThat(node.ending().toCompletableFuture()).isNotDone();
  }

  @Test
  void aSecondNodeOfTheSameNameIsRefused() throws Exception {
    List<String> seeds = begun();
    CompletableFuture<String> up = new CompletableFuture<>();
    Map<String, ?> name = Map.of("collegium.cluster.node.name", "twin");
    start(freePort(), name, Store.SHARED, seeds, up::complete);
    up.get(60, TimeUnit.SECONDS);
    ClusterNode second = start(freePort(), name, Store.SHARED, seeds);

    CompletableFuture<Object> first =
        CompletableFuture.anyOf(
            nodes.get(1).ending().toCompletableFuture(), second.ending().toCompletableFuture());
    assertThat(((Ending) first.get(60, TimeUnit.SECONDS)).detail()).contains("is named twin already");
  }

  @Test
  void aNodeThatReachesNobodySaysSo() throws Exception {
    ClusterNode lonely = start(freePort(), Map.of(), Store.SHARED, List.of("127.0.0.1:" + freePort()));

    assertThat(ending(lonely)).isEqualTo(new Ending(Ending.Kind.REFUSED, "none of the nodes to join can be reached"));
  }

  @Test
  void aNodeThatBeganAClusterFindsTheOthersWhenItIsStartedAgain() throws Exception {
    int port = freePort();
    CompletableFuture<String> up = new CompletableFuture<>();
    ClusterNode first = start(port, Map.of(), Store.SHARED, List.of(), up::complete);
    String seed = up.get(60, TimeUnit.SECONDS);
    CompletableFuture<String> secondUp = new CompletableFuture<>();
    int secondPort = freePort();
    start(secondPort, Map.of(), Store.SHARED, List.of(seed), secondUp::complete);
    secondUp.get(60, TimeUnit.SECONDS);
    Path known = folder.resolve("node-" + port);
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (MembersFileActor.known(known).isEmpty() && System.nanoTime() < endNs) {
      Thread.onSpinWait();
    }
    first.leave();
    assertThat(ending(first).kind()).isEqualTo(Ending.Kind.LEFT);
    nodes.remove(first);

    assertThat(MembersFileActor.known(known)).containsExactly("127.0.0.1:" + secondPort);
    CompletableFuture<String> again = new CompletableFuture<>();
    ClusterNode back = start(port, Map.of(), Store.SHARED, List.of(), again::complete);
    again.get(60, TimeUnit.SECONDS);

    assertThat(back.members()).containsExactlyInAnyOrder("127.0.0.1:" + port, "127.0.0.1:" + secondPort);
  }

  @Test
  void aNodeThatBeganAClusterBeginsAnewWhenNobodyIsFoundForLongerThanOthersTryToJoin() throws Exception {
    int port = freePort();
    Files.writeString(
        Files.createDirectories(folder.resolve("node-" + port)).resolve("members.txt"),
        "127.0.0.1:" + freePort() + "\n");
    Map<String, String> patient = Map.of(
        "collegium.cluster.search-timeout", "8s",
        "pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes", "3s");
    CompletableFuture<String> up = new CompletableFuture<>();

    start(port, patient, Store.SHARED, List.of(), up::complete);

    assertThat(up.get(60, TimeUnit.SECONDS)).isEqualTo("127.0.0.1:" + port);
  }
}
