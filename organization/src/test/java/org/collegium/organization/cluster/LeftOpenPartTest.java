package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.organization.durable.ForcedStates;
import org.collegium.organization.durable.StateDatabase;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.telemetry.OrganizationMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node has a part of a run that is over, as if it had never been told of the end. */
@Timeout(180)
class LeftOpenPartTest {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final int FIRST_OPENED = 2;

  @TempDir private Path folder = Path.of("");

  private final AtomicInteger reads = new AtomicInteger();
  private final Queue<String> forgotten = new ConcurrentLinkedQueue<>();

  /** The node cannot play the run when it is first to open it, so the run is over at once. */
  private RunBook.Reading read() {
    if (reads.incrementAndGet() == FIRST_OPENED) {
      throw new UnplayableRunException("not this time");
    }
    return new RunBook.Reading(
        LampTown.plan(1, 2, 3), () -> ModelHostSettings.embedded("cpu", 1), OrganizationMeter.SILENT);
  }

  private final class Store implements SharedStore {
    @Override
    public String leave(String cluster) {
      return cluster;
    }

    @Override
    public void forget(String run) {
      forgotten.add(run);
    }

    @Override
    public ForcedStates forced() {
      return ForcedStates.ALWAYS;
    }

    @Override
    public Optional<String> problem(String mark) {
      return Optional.empty();
    }
  }

  private static ActorRef<MemberCommand> member(ClusterNode node) throws Exception {
    Receptionist.Listing found =
        AskPattern.<Receptionist.Command, Receptionist.Listing>ask(
                node.system().receptionist(),
                replyTo -> Receptionist.find(MemberCommand.KEY, replyTo),
                ANSWER_MAX,
                node.system().scheduler())
            .toCompletableFuture()
            .get();
    return found.getServiceInstances(MemberCommand.KEY).iterator().next();
  }

  private static boolean isOpen(ClusterNode node, String run) throws Exception {
    return Adapter.toClassic(node.system())
        .actorSelection("/user/member/run-" + run)
        .resolveOne(ANSWER_MAX)
        .handle((_, absent) -> absent == null)
        .toCompletableFuture()
        .get();
  }

  private static void await(String claim, Callable<Boolean> is) throws Exception {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!is.call()) {
      assertThat(System.nanoTime()).as(claim).isLessThan(endNs);
      Thread.onSpinWait();
    }
  }

  @Test
  void itIsClosedAtTheNextWordOfTheRegistryAndRemovedWhenTheRunIsForgotten() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Config config =
        ClusterSettings.resolved(
            ConfigFactory.parseMap(
                Map.of(
                    "pekko.remote.artery.canonical.port", port,
                    "pekko.cluster.roles", List.of("organization"),
                    "collegium.cluster.node.folder", folder.resolve("node").toString())));
    Config states = StateDatabase.prepare(folder.resolve("state")).settings();
    CompletableFuture<String> up = new CompletableFuture<>();
    ClusterNode node =
        ClusterNode.start(
            ClusterSettings.of(config),
            states.withFallback(config),
            (_, _, _) -> read(),
            new Store(),
            List.of(),
            up::complete);
    try (ClusterClient client = ClusterClient.of(List.of(up.get(60, TimeUnit.SECONDS)), "127.0.0.1", config)) {
      ClusterClient.RunOver over = client.submit("r", "text", _ -> {}).over().get(60, TimeUnit.SECONDS);
      assertThat(over.outcome().ending()).isEqualTo(RunOutcome.Ending.FAILED);
      Path messages = folder.resolve("node").resolve(over.identity()).resolve("messages");
      assertThat(messages).doesNotExist();

      member(node).tell(new MemberCommand.OpenRun(over.identity(), "text"));
      await("the part is open", () -> isOpen(node, over.identity()));
      await("the part is closed", () -> !isOpen(node, over.identity()));
      assertThat(messages).isDirectory();

      member(node).tell(new MemberCommand.OpenRun(over.identity(), "text"));
      await("the part is open again", () -> isOpen(node, over.identity()));
      assertThat(client.forget("r").get(60, TimeUnit.SECONDS)).isEmpty();
      assertThat(messages.getParent()).doesNotExist();
      assertThat(isOpen(node, over.identity())).isFalse();
      assertThat(forgotten).containsExactly(over.identity());
      assertThatThrownBy(() -> client.forget("another").join())
          .hasRootCauseMessage("the cluster knows no run named another");
    } finally {
      node.leave();
      assertThat(node.ending().toCompletableFuture().join().kind()).isEqualTo(ClusterNode.Ending.Kind.LEFT);
    }
  }
}
