package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.collegium.agents.actor.Patience;
import org.collegium.organization.cluster.LossyNetworkActor.Ending;
import org.collegium.organization.cluster.LossyNetworkActor.Trouble;
import org.collegium.organization.durable.StateDatabase;
import org.collegium.organization.lamps.LampHostActor;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.merging.NodeLog;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.replay.Replayer;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.rounds.RunEnding;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.telemetry.OrganizationMeter;
import org.collegium.organization.wire.RecordEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is lost on the way, messages or those who hold them, a run ends where it would have ended. */
@Timeout(240)
class LossyRunTest {
  private static final RunPlan PLAN = LampTown.plan(2, 3, 4);
  private static final Delivery DELIVERY =
      new Delivery(
          new Patience(Optional.of(Duration.ofMillis(80)), Optional.of(Duration.ofSeconds(1))),
          Optional.of(Duration.ofMillis(150)));

  @TempDir
  private Path scratch;

  @Test
  void aRunThatLosesMessagesAgentsWorldsOrchestratorsAndHostsEndsWithTheSameHash() throws Exception {
    RunOutcome whole = whole();
    assertThat(whole.ending()).as(whole.detail()).isEqualTo(RunOutcome.Ending.COMPLETED);
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (long seed = 1; seed <= 4; seed++) {
      Ending ending = run(new Trouble(seed, 0.08, 100), "lossy-" + seed);
      assertThat(RunEnding.of(ending.finished(), Optional.empty())).as("seed %d, %s", seed, ending).isEqualTo(whole);
      assertThat(replayed("lossy-" + seed, whole)).as("seed %d", seed).isEmpty();
      ending.counts().forEach((what, count) -> counts.merge(what, count, Integer::sum));
    }
    assertThat(counts).containsKeys("hosts that died");
    assertThat(counts.get("lost")).as("%s", counts).isGreaterThan(400);
    assertThat(counts.get("lives of AGENT")).as("%s", counts).isGreaterThan(4 * 6 + 10);
    assertThat(counts.get("lives of WORLD")).as("%s", counts).isGreaterThan(4 * 6 + 4);
    assertThat(counts.get("lives of ORCHESTRATOR")).as("%s", counts).isGreaterThan(4 * 2 + 2);
  }

  /** What a replay of the merged log finds. */
  private Optional<String> replayed(String name, RunOutcome outcome) {
    Path merged = scratch.resolve(name + "-merged");
    MergedLog.write(List.of(new NodeLog("node", scratch.resolve(name))), merged, NodeSettings.load().log());
    return Replayer.replay(merged, PLAN, InitialStates.NONE, Optional.of(outcome)).difference().map(Object::toString);
  }

  private RunOutcome whole() throws Exception {
    NodeFolders folders = new NodeFolders(scratch.resolve("whole"), scratch.resolve("whole-state"));
    try (OrganizationNode node =
        OrganizationNode.start(PLAN, InitialStates.NONE, LampHostActor.create(1), folders, result -> {})) {
      return node.outcome().toCompletableFuture().get(90, TimeUnit.SECONDS);
    }
  }

  private Ending run(Trouble trouble, String name) throws Exception {
    NodeSettings settings = NodeSettings.load();
    StateDatabase states = StateDatabase.prepare(scratch.resolve(name + "-state"));
    MessageLog log = MessageLog.open(scratch.resolve(name), settings.log(), new RecordEncoder(PLAN));
    RunActors actors =
        new RunActors(
            PLAN, new RunCores(PLAN), log, InitialStates.NONE, states, DELIVERY, "", OrganizationMeter.SILENT);
    CompletableFuture<Ending> ended = new CompletableFuture<>();
    Config pekko = states.settings().withFallback(settings.pekko());
    ActorSystem<LossyNetworkActor.Command> system =
        ActorSystem.create(LossyNetworkActor.create(actors, trouble, ended), "lossy", pekko);
    try {
      return ended.get(60, TimeUnit.SECONDS);
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
      log.close();
    }
  }
}
