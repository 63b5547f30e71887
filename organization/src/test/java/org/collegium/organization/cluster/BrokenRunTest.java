package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.collegium.agents.world.Scene;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.Transition;
import org.collegium.agents.world.World;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.organization.lamps.LampHostActor;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.lamps.LampWorld;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.replay.Replayer;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.RunEnding;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunOutcome.Ending;
import org.collegium.organization.run.RunPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever breaks, the run ends, says why, and leaves nothing running. */
@Timeout(120)
class BrokenRunTest {
  private static final RunPlan PLAN = LampTown.plan(2, 2, 3);

  @TempDir
  private Path scratch;

  @Test
  void aHostThatBreaksFailsEveryOrganizationAndTheLogReplays() throws Exception {
    Behavior<ModelHostActor.Command> host = LampHostActor.createBreaking(1, "lamps/2/agent-1/r2/t0/e0/s0/act");
    RunOutcome outcome = run(PLAN, host, result -> {});
    assertThat(outcome.ending()).isEqualTo(Ending.FAILED);
    assertThat(outcome.detail()).contains("the lamps went out at lamps/2/agent-1/r2");
    assertThat(outcome.rounds()).containsOnlyKeys("lamps/1", "lamps/2").containsEntry("lamps/2", 1);
    assertThat(Replayer.replay(scratch.resolve("messages"), PLAN, outcome).difference()).isEmpty();
  }

  @Test
  void aHostThatCannotBeOpenedEndsTheRunWithItsReason() throws Exception {
    Behavior<ModelHostActor.Command> host = Behaviors.setup(context -> {
      throw new IllegalStateException("base/model.safetensors is cut off");
    });
    RunOutcome outcome = run(PLAN, host, result -> {});
    assertThat(outcome.ending()).isEqualTo(Ending.FAILED);
    assertThat(outcome.detail()).contains("base/model.safetensors is cut off");
  }

  @Test
  void aWorldThatBreaksFailsItsOrganizationAndTheOtherOneEndsAtARoundBoundary() throws Exception {
    RunPlan breaking =
        new RunPlan(
            PLAN.name(),
            PLAN.organizations(),
            id -> id.value().equals("lamps/1/agent-2") ? new BrokenWorld() : new LampWorld(id),
            PLAN.curricula(),
            PLAN.dialect(),
            PLAN.tokenizer());
    RunOutcome outcome = run(breaking, LampHostActor.create(1), result -> {});
    assertThat(outcome.ending()).isEqualTo(Ending.FAILED);
    assertThat(outcome.detail())
        .startsWith("lamps/1 failed in round 1: world lamps/1/agent-2: ")
        .contains("the fuse blew");
    assertThat(outcome.rounds()).containsEntry("lamps/1", 0).containsKey("lamps/2");
  }

  @Test
  void aWorldThatCannotBeMadeFailsItsOrganization() throws Exception {
    RunPlan worldless =
        new RunPlan(
            PLAN.name(),
            PLAN.organizations(),
            id -> {
              throw new IllegalStateException("no ground for " + id.value());
            },
            PLAN.curricula(),
            PLAN.dialect(),
            PLAN.tokenizer());
    RunOutcome outcome = run(worldless, LampHostActor.create(1), result -> {});
    assertThat(outcome.ending()).isEqualTo(Ending.FAILED);
    assertThat(outcome.detail()).contains("no ground for lamps/");
  }

  @Test
  void aListenerThatBreaksFailsTheRun() throws Exception {
    RunOutcome outcome = run(PLAN, LampHostActor.create(1), result -> {
      throw new IllegalStateException("no room for the progress bar");
    });
    assertThat(outcome.ending()).isEqualTo(Ending.FAILED);
    assertThat(outcome.detail()).contains("no room for the progress bar");
  }

  @Test
  void aHostThatNeverAnswersEndsTheRunWhenTheSilenceIsTooLong() throws Exception {
    System.setProperty("collegium.organization.silence-timeout", "1s");
    ConfigFactory.invalidateCaches();
    try {
      RunOutcome outcome = run(PLAN, Behaviors.ignore(), result -> {});
      assertThat(outcome.ending()).isEqualTo(Ending.FAILED);
      assertThat(outcome.detail()).startsWith("nothing has happened for");
    } finally {
      System.clearProperty("collegium.organization.silence-timeout");
      ConfigFactory.invalidateCaches();
    }
  }

  @Test
  void closingEndsARunThatIsStillGoing() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    NodeFolders folders = new NodeFolders(scratch.resolve("messages"), scratch.resolve("state"));
    RunPlan endless = LampTown.plan(1, 2, 1_000_000);
    OrganizationNode node =
        OrganizationNode.start(
            endless, InitialStates.NONE, LampHostActor.create(1), folders, result -> began.countDown());
    assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
    node.close();
    RunOutcome outcome = node.outcome().toCompletableFuture().getNow(RunEnding.lost("it is still going"));
    assertThat(outcome.detail()).isEqualTo("the run was closed before its end");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("collegium-pekko.actor") || name.equals("message-log"));
  }

  @Test
  void aPlanThatContradictsItselfAndAForeignLogAreRefusedAtOnce() throws Exception {
    List<OrganizationSettings> twice = new ArrayList<>(PLAN.organizations());
    twice.add(PLAN.organizations().getFirst());
    RunPlan contradiction =
        new RunPlan("x", twice, PLAN.worlds(), PLAN.curricula(), PLAN.dialect(), PLAN.tokenizer());
    NodeFolders folders = new NodeFolders(scratch.resolve("messages"), scratch.resolve("state"));
    assertThatThrownBy(
            () ->
                OrganizationNode.start(
                    contradiction, InitialStates.NONE, LampHostActor.create(1), folders, result -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lamps/1");
    Files.createDirectories(folders.messages());
    Files.writeString(folders.messages().resolve("segment-000001.log"), "something else");
    assertThatThrownBy(
            () ->
                OrganizationNode.start(
                    PLAN, InitialStates.NONE, LampHostActor.create(1), folders, result -> {}))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("segment-000001.log");
  }

  private RunOutcome run(RunPlan plan, Behavior<ModelHostActor.Command> host, RunListener listener) throws Exception {
    NodeFolders folders = new NodeFolders(scratch.resolve("messages"), scratch.resolve("state"));
    try (OrganizationNode node = OrganizationNode.start(plan, InitialStates.NONE, host, folders, listener)) {
      return node.outcome().toCompletableFuture().get(90, TimeUnit.SECONDS);
    }
  }

  /** Breaks in a way that no core expects. */
  private static final class BrokenWorld implements World {
    @Override
    public Transition open(Task task, long seed) {
      throw new IllegalStateException("the fuse blew");
    }

    @Override
    public Transition act(Scene scene, String action) {
      throw new IllegalStateException("the fuse blew");
    }
  }
}
