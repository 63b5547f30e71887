package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.organization.durable.ForcedStates;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.telemetry.OrganizationMeter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a node says that it is ready while its part of a run is not. */
class PartReadinessTest {
  private static final Duration SHARDING_MAX = Duration.ofSeconds(20);

  @TempDir
  private Path folder = Path.of("");

  private Optional<ActorTestKit> kit = Optional.empty();

  private static final class AnyStore implements SharedStore {
    @Override
    public String leave(String cluster) {
      return cluster;
    }

    @Override
    public Optional<String> problem(String mark) {
      return Optional.empty();
    }

    @Override
    public ForcedStates forced() {
      return ForcedStates.ALWAYS;
    }

    @Override
    public void forget(String run) {
      throw new IllegalStateException(run + " is not to be forgotten here");
    }
  }

  @AfterEach
  void stop() {
    kit.ifPresent(ActorTestKit::shutdownTestKit);
  }

  private ActorRef<MemberCommand> member(RunBook book, OpenRuns openRuns, TestProbe<RegistryCommand> registry) {
    return member("model-host", book, openRuns, registry);
  }

  private ActorRef<MemberCommand> member(
      String role, RunBook book, OpenRuns openRuns, TestProbe<RegistryCommand> registry) {
    Config config =
        ClusterSettings.resolved(
            ConfigFactory.parseMap(
                Map.of(
                    "pekko.remote.artery.canonical.port", 0,
                    "collegium.cluster.node.name", "node",
                    "pekko.cluster.roles", List.of(role),
                    "collegium.cluster.node.folder", folder.resolve("node").toString())));
    return kit.orElseThrow()
        .spawn(
            MemberActor.create(
                ClusterSettings.of(config), book, new AnyStore(), new NodeExit(), openRuns, registry.getRef()));
  }

  private TestProbe<RegistryCommand> registry() {
    ActorTestKit begun = ActorTestKit.create("parts", NodeSettings.load().pekko());
    kit = Optional.of(begun);
    return begun.createTestProbe(RegistryCommand.class);
  }

  private static void awaitReady(OpenRuns openRuns) {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!openRuns.obstacles().isEmpty() && System.nanoTime() < endNs) {
      Thread.onSpinWait();
    }
    assertThat(openRuns.obstacles()).isEmpty();
  }

  @Test
  void aNodeThatCannotOpenItsPartIsNotReadyUntilTheRunIsOver() {
    OpenRuns openRuns = new OpenRuns();
    TestProbe<RegistryCommand> registry = registry();
    ActorRef<MemberCommand> member =
        member(
            (_, _, _) -> {
              throw new UnplayableRunException("the base is not here");
            },
            openRuns,
            registry);
    assertThat(openRuns.obstacles()).isEmpty();
    member.tell(new MemberCommand.OpenRun("town", "text"));
    assertThat(registry.expectMessageClass(RegistryCommand.Opened.class).problem()).isPresent();
    assertThat(openRuns.obstacles())
        .containsExactly("run town: this node cannot take part in it: the base is not here");
    member.tell(new MemberCommand.CloseRun("town"));
    registry.expectMessageClass(RegistryCommand.Closed.class);
    assertThat(openRuns.obstacles()).isEmpty();
  }

  @Test
  void onlyANodeWithAModelHostMustBeAbleToOpenOne() {
    RunBook book =
        (_, _, _) ->
            new RunBook.Reading(
                LampTown.plan(1, 2, 1),
                () -> {
                  throw new UnplayableRunException("the device is not here");
                },
                OrganizationMeter.SILENT);
    TestProbe<RegistryCommand> registry = registry();
    member("organization", book, new OpenRuns(), registry).tell(new MemberCommand.OpenRun("town", "text"));
    assertThat(registry.expectMessageClass(RegistryCommand.Opened.class, SHARDING_MAX).problem()).isEmpty();
    member("model-host", book, new OpenRuns(), registry).tell(new MemberCommand.OpenRun("town", "text"));
    assertThat(registry.expectMessageClass(RegistryCommand.Opened.class).problem())
        .contains("the device is not here");
  }

  @Test
  void aFailureThatMayPassIsNotSaidToTheRegistryWhichAsksAgain() {
    OpenRuns openRuns = new OpenRuns();
    TestProbe<RegistryCommand> registry = registry();
    Iterator<UnplayableRunException> failures =
        List.of(
                new UnplayableRunException("away", new FileSystemException("f", null, "Input/output error")),
                new UnplayableRunException("full", new FileSystemException("f", null, "No space left on device")))
            .iterator();
    ActorRef<MemberCommand> member =
        member(
            (_, _, _) -> {
              throw failures.next();
            },
            openRuns,
            registry);
    member.tell(new MemberCommand.OpenRun("town", "text"));
    member.tell(new MemberCommand.TellParts());
    assertThat(registry.expectMessageClass(RegistryCommand.PartsTold.class).open()).containsExactly("town");
    assertThat(openRuns.obstacles()).containsExactly("run town: this node cannot take part in it: away");
    member.tell(new MemberCommand.OpenRun("town", "text"));
    assertThat(registry.expectMessageClass(RegistryCommand.Opened.class).problem()).contains("full");
  }

  @Test
  void aNodeIsReadyWhenItsModelHostHasItsModel() throws Exception {
    Path base = Files.createDirectories(folder.resolve("base"));
    Path pipe = base.resolve("config.json");
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "this system has no named pipes");
    OpenRuns openRuns = new OpenRuns();
    TestProbe<RegistryCommand> registry = registry();
    Map<String, ModelHostSettings> hosts =
        Map.of(
            "slow", ModelHostSettings.ofFolder(base, "cpu", 1),
            "town", ModelHostSettings.embedded("cpu", 1));
    ActorRef<MemberCommand> member =
        member(
            (run, _, _) ->
                new RunBook.Reading(
                    LampTown.plan(1, 2, 1),
                    () -> Optional.ofNullable(hosts.get(run)).orElseThrow(),
                    OrganizationMeter.SILENT),
            openRuns,
            registry);
    member.tell(new MemberCommand.OpenRun("town", "text"));
    assertThat(registry.expectMessageClass(RegistryCommand.Opened.class).problem()).isEmpty();
    awaitReady(openRuns);

    member.tell(new MemberCommand.OpenRun("slow", "text"));
    assertThat(registry.expectMessageClass(RegistryCommand.Opened.class).problem()).isEmpty();
    assertThat(openRuns.obstacles()).containsExactly("run slow: its model is being loaded");
    // What comes through the pipe is no configuration, so that this host never has its model.
    Files.writeString(pipe, "{}");
    assertThat(openRuns.obstacles()).containsExactly("run slow: its model is being loaded");
  }
}
