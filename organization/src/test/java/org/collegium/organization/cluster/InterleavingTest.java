package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.collegium.organization.lamps.LampHostActor;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.replay.ReplayResult;
import org.collegium.organization.replay.Replayer;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunOutcome.Ending;
import org.collegium.organization.run.RunPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In which order actors that are ready get to work changes nothing of what comes out. */
@Timeout(240)
class InterleavingTest {
  private static final int SEEDS = 24;
  private static final RunPlan PLAN = LampTown.plan(2, 3, 2);
  private static final String DISPATCHER = "pekko.actor.default-dispatcher.";
  private static final List<String> PROPERTIES =
      List.of(DISPATCHER + "executor", DISPATCHER + "throughput", DISPATCHER + "shuffle-seed");

  @TempDir
  private Path scratch;

  @AfterEach
  void forgetProperties() {
    PROPERTIES.forEach(System::clearProperty);
    ConfigFactory.invalidateCaches();
  }

  @Test
  void everyOrderOfReadyActorsGivesTheSameFinalHashAndALogThatReplays() throws Exception {
    RunOutcome usual = run("usual");
    assertThat(usual.ending()).as(usual.detail()).isEqualTo(Ending.COMPLETED);
    Set<List<String>> orders = new HashSet<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      shuffle(seed);
      String folder = "shuffled-" + seed;
      assertThat(run(folder)).as("outcome with ready actors shuffled by seed %d", seed).isEqualTo(usual);
      ReplayResult replayed = Replayer.replay(scratch.resolve(folder), PLAN, usual);
      assertThat(replayed.difference()).as("replay of the log, actors shuffled by seed %d", seed).isEmpty();
      assertThat(replayed.finalStateHash()).as("seed %d", seed).isEqualTo(usual.finalStateHash());
      orders.add(order(folder));
    }
    assertThat(orders).as("orders in which messages were received, over %d seeds", SEEDS).hasSize(SEEDS);
  }

  @Test
  void aSeedSaysInWhichOrderReadyTasksRun() throws Exception {
    assertThat(orderOfTasks(1)).isEqualTo(orderOfTasks(1)).isNotEqualTo(orderOfTasks(2));
    assertThat(orderOfTasks(1)).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).boxed().toList());
  }

  private static List<Integer> orderOfTasks(long seed) throws InterruptedException {
    List<Integer> order = new ArrayList<>();
    CountDownLatch isBusy = new CountDownLatch(1);
    CountDownLatch allAreReady = new CountDownLatch(1);
    ExecutorService executor = ShuffledExecutor.started(seed, Thread::new);
    executor.execute(() -> {
      isBusy.countDown();
      try {
        allAreReady.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    isBusy.await();
    IntStream.range(0, 20).forEach(task -> executor.execute(() -> order.add(task)));
    allAreReady.countDown();
    executor.shutdown();
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    return order;
  }

  private static void shuffle(int seed) {
    Map<String, String> settings =
        Map.of(
            DISPATCHER + "executor", ShuffledExecutor.Configurator.class.getName(),
            DISPATCHER + "throughput", "1",
            DISPATCHER + "shuffle-seed", String.valueOf(seed));
    assertThat(settings).containsOnlyKeys(PROPERTIES);
    settings.forEach(System::setProperty);
    ConfigFactory.invalidateCaches();
  }

  /** Who received what, in the order of the log. */
  private List<String> order(String folder) {
    List<String> order = new ArrayList<>();
    LogReader.read(scratch.resolve(folder), record -> order.add(record.place() + " " + record.manifest()));
    return order;
  }

  private RunOutcome run(String folder) throws Exception {
    NodeFolders folders = new NodeFolders(scratch.resolve(folder), scratch.resolve(folder + "-state"));
    // The host answers in the same order each time: what differs comes from the actors.
    try (OrganizationNode node =
        OrganizationNode.start(PLAN, InitialStates.NONE, LampHostActor.create(1), folders, result -> {})) {
      return node.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }
}
