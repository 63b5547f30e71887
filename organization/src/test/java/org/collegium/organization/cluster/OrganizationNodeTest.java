package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.lamps.LampHostActor;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.replay.ReplayResult;
import org.collegium.organization.replay.Replayer;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunOutcome.Ending;
import org.collegium.organization.run.RunPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OrganizationNodeTest {
  @TempDir
  Path scratch;

  @Test
  void theSameSeedGivesTheSameFinalHashInWhateverOrderTheHostAnswersAndTheLogReplays() throws Exception {
    RunPlan plan = LampTown.plan(2, 3, 3);
    List<RoundResult> rounds = Collections.synchronizedList(new ArrayList<>());
    RunOutcome one = run(plan, LampHostActor.create(1), "one", rounds::add);
    RunOutcome other = run(plan, LampHostActor.create(2), "other", result -> {});
    assertThat(one.ending()).as(one.detail()).isEqualTo(Ending.COMPLETED);
    assertThat(other).isEqualTo(one);
    assertThat(one.rounds()).containsOnlyKeys("lamps/1", "lamps/2").containsValue(3).doesNotContainValue(2);
    assertThat(one.stateHashes().get("lamps/1")).isNotEqualTo(one.stateHashes().get("lamps/2"));
    assertThat(rounds)
        .filteredOn(result -> result.organization().equals("lamps/1"))
        .extracting(RoundResult::round)
        .containsExactly(1, 2, 3);
    assertThat(rounds).allSatisfy(result -> {
      assertThat(result.figures()).hasSize(3);
      assertThat(result.bytesTold()).isPositive();
      assertThat(result.bytesOfContexts()).isPositive();
    });
    for (String folder : List.of("one", "other")) {
      ReplayResult replayed = Replayer.replay(scratch.resolve(folder), plan, one);
      assertThat(replayed.difference()).as(folder).isEmpty();
      assertThat(replayed.finalStateHash()).isEqualTo(one.finalStateHash());
      assertThat(replayed.effects()).isGreaterThan(300).isLessThan(replayed.messages());
    }
  }

  /** A host whose store is away the first time that a pair is saved, twice. */
  private static final class StoreAway extends BehaviorInterceptor<ModelHostActor.Command, ModelHostActor.Command> {
    private final Map<String, Integer> asked;

    StoreAway(Map<String, Integer> asked) {
      super(ModelHostActor.Command.class);
      this.asked = asked;
    }

    @Override
    public Behavior<ModelHostActor.Command> aroundReceive(
        TypedActorContext<ModelHostActor.Command> context,
        ModelHostActor.Command command,
        ReceiveTarget<ModelHostActor.Command> target) {
      if (command instanceof ModelHostActor.Submit(HostRequest.Save save, var replyTo)
          && asked.merge(save.requestId(), 1, Integer::sum) <= 2) {
        replyTo.tell(new HostReply.Refused(save.requestId(), HostReply.Refused.Reason.STORE_AWAY, "gone"));
        return Behaviors.same();
      }
      return target.apply(context, command);
    }
  }

  @Test
  void aStoreThatIsAwayForAWhileChangesNoBitAndTheLogReplays() throws Exception {
    RunPlan plan = LampTown.plan(1, 3, 2);
    Map<String, Integer> asked = new ConcurrentHashMap<>();
    RunOutcome whole = run(plan, LampHostActor.create(1), "whole", result -> {});
    RunOutcome held =
        run(plan, Behaviors.intercept(() -> new StoreAway(asked), LampHostActor.create(2)), "held", result -> {});

    assertThat(whole.ending()).as(whole.detail()).isEqualTo(Ending.COMPLETED);
    assertThat(held).isEqualTo(whole);
    assertThat(asked).hasSize(6).allSatisfy((id, times) -> assertThat(times).as(id).isGreaterThanOrEqualTo(3));
    ReplayResult replayed = Replayer.replay(scratch.resolve("held"), plan, held);
    assertThat(replayed.difference()).isEmpty();
    assertThat(replayed.finalStateHash()).isEqualTo(whole.finalStateHash());
  }

  @Test
  void aStopEndsEveryOrganizationAtARoundBoundaryAndItsLogReplays() throws Exception {
    RunPlan plan = LampTown.plan(2, 3, 100_000);
    NodeFolders folders = new NodeFolders(scratch.resolve("messages"), scratch.resolve("state"));
    CountDownLatch two = new CountDownLatch(2);
    try (OrganizationNode started =
        OrganizationNode.start(plan, InitialStates.NONE, LampHostActor.create(1), folders, result -> two.countDown())) {
      assertThat(two.await(60, TimeUnit.SECONDS)).isTrue();
      started.requestStop();
      RunOutcome outcome = started.outcome().toCompletableFuture().get(60, TimeUnit.SECONDS);
      assertThat(outcome.ending()).as(outcome.detail()).isEqualTo(Ending.STOPPED);
      assertThat(outcome.rounds().values()).allSatisfy(rounds -> assertThat(rounds).isBetween(0, 99_999));
      assertThat(Replayer.replay(folders.messages(), plan, outcome).difference()).isEmpty();
    }
  }

  private RunOutcome run(RunPlan plan, Behavior<ModelHostActor.Command> host, String folder, RunListener listener)
      throws Exception {
    NodeFolders folders = new NodeFolders(scratch.resolve(folder), scratch.resolve(folder + "-state"));
    try (OrganizationNode node = OrganizationNode.start(plan, InitialStates.NONE, host, folders, listener)) {
      return node.outcome().toCompletableFuture().get(90, TimeUnit.SECONDS);
    }
  }
}
