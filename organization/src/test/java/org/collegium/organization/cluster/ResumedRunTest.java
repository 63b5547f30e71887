package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Behavior;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.organization.lamps.LampHostActor;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.replay.Replayer;
import org.collegium.organization.replay.RoundHistory;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunOutcome.Ending;
import org.collegium.organization.run.RunPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that was interrupted goes on from its last commits and ends as if nothing had happened. */
@Timeout(240)
class ResumedRunTest {
  private static final RunPlan PLAN = LampTown.plan(2, 3, 6);

  @TempDir
  private Path scratch;

  @Test
  void aRunThatIsInterruptedAgainAndAgainEndsWithTheSameHashAndTheSameRounds() throws Exception {
    RunOutcome whole = finish("whole");
    assertThat(whole.ending()).as(whole.detail()).isEqualTo(Ending.COMPLETED);
    SplittableRandom random = new SplittableRandom(7);
    int interruptions = 0;
    for (int closed : new int[] {1, 3, 4, 7, 9}) {
      interruptions += interruptAfter(closed - roundsIn("torn"), random.nextInt(1, 30), "torn");
    }
    RunOutcome resumed = finish("torn");
    assertThat(interruptions).as("interruptions").isPositive();
    assertThat(resumed).isEqualTo(whole);
    assertThat(rounds("torn")).isEqualTo(rounds("whole"));
    assertThat(Replayer.replay(folders("torn").messages(), PLAN, resumed).difference()).isEmpty();
  }

  @Test
  void aStoppedRunGoesOn() throws Exception {
    RunOutcome whole = finish("whole");
    CountDownLatch first = new CountDownLatch(1);
    try (OrganizationNode node = start("stopped", result -> first.countDown())) {
      assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
      node.requestStop();
      assertThat(node.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS).ending())
          .isIn(Ending.STOPPED, Ending.COMPLETED);
    }
    RunOutcome resumed = finish("stopped");
    assertThat(resumed.finalStateHash()).isEqualTo(whole.finalStateHash());
    assertThat(Replayer.replay(folders("stopped").messages(), PLAN, resumed).difference()).isEmpty();
  }

  @Test
  void aCompleteRunThatIsStartedAgainEndsAtOnceAsBefore() throws Exception {
    RunOutcome whole = finish("whole");
    List<RoundResult> again = new ArrayList<>();
    try (OrganizationNode node = start("whole", again::add)) {
      assertThat(node.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo(whole);
    }
    assertThat(again).isEmpty();
  }

  /** Lets the run live until so many more rounds are closed, and a little longer; 1 when it was cut short. */
  private int interruptAfter(int rounds, int moreMs, String folder) throws Exception {
    CountDownLatch closed = new CountDownLatch(Math.max(0, rounds));
    try (OrganizationNode node = start(folder, result -> closed.countDown())) {
      assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
      TimeUnit.MILLISECONDS.sleep(moreMs);
      return node.outcome().toCompletableFuture().isDone() ? 0 : 1;
    }
  }

  private RunOutcome finish(String folder) throws Exception {
    try (OrganizationNode node = start(folder, result -> {})) {
      return node.outcome().toCompletableFuture().get(90, TimeUnit.SECONDS);
    }
  }

  private OrganizationNode start(String folder, RunListener listener) {
    Behavior<ModelHostActor.Command> host = LampHostActor.create(folder.hashCode());
    return OrganizationNode.start(PLAN, InitialStates.NONE, host, folders(folder), listener);
  }

  private NodeFolders folders(String folder) {
    return new NodeFolders(scratch.resolve(folder).resolve("messages"), scratch.resolve(folder).resolve("state"));
  }

  private int roundsIn(String folder) {
    if (!folders(folder).messages().toFile().isDirectory()) {
      return 0;
    }
    return rounds(folder).values().stream().mapToInt(List::size).sum();
  }

  private SortedMap<String, List<RoundResult>> rounds(String folder) {
    RoundHistory history = new RoundHistory(PLAN, InitialStates.NONE);
    LogReader.read(folders(folder).messages(), history::read);
    return history.rounds();
  }
}
