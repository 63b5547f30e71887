package org.collegium.agents.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.testkit.PersistenceTestKitDurableStateStorePlugin;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.collegium.agents.core.AgentBounds;
import org.collegium.agents.core.AgentCore;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.doors.DoorDialect;
import org.collegium.agents.doors.DoorRun;
import org.collegium.agents.doors.DoorSettings;
import org.collegium.agents.doors.DoorWords;
import org.collegium.agents.doors.DoorWorld;
import org.collegium.agents.doors.ScriptedHost;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.wire.CanonicalStateHash;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldCore;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActorsTest {
  private static final AgentId ONE = new AgentId("dual/3", "agent-1");
  private static final AgentId TWO = new AgentId("dual/3", "agent-2");
  private static final AgentBounds BOUNDS = new AgentBounds(96, 8, 3, 4, 6, 12, 8, 3);
  private static final RetryPauses PAUSES = new RetryPauses(Duration.ofMillis(100), Duration.ofMillis(250));

  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config().withFallback(PersistenceTestKitDurableStateStorePlugin.config()));
  private final TestProbe<Asked> host = kit.createTestProbe(Asked.class);
  private final TestProbe<RoundReport> reports = kit.createTestProbe(RoundReport.class);
  private final TestProbe<Effect.Fail> failures = kit.createTestProbe(Effect.Fail.class);
  private final Town town = new Town(this);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  record Asked(HostRequest request, ActorRef<HostReply> replyTo) {}

  /** Two agents, each with its own world. */
  private static final class Town implements AgentDirectory {
    private final ActorsTest test;
    private final ActorRef<AgentMessage> one;
    private final ActorRef<AgentMessage> two;
    private final ActorRef<WorldMessage> worldOne;
    private final ActorRef<WorldMessage> worldTwo;

    Town(ActorsTest test) {
      this.test = test;
      this.one = test.kit.spawn(agent(ONE, this));
      this.two = test.kit.spawn(agent(TWO, this));
      this.worldOne = test.kit.spawn(WorldActor.create(world(ONE), this));
      this.worldTwo = test.kit.spawn(WorldActor.create(world(TWO), this));
    }

    private static Behavior<AgentMessage> agent(AgentId id, AgentDirectory directory) {
      PersistenceId name = PersistenceId.of(AgentActor.ENTITY, id.value());
      return AgentActor.create(
          name, core(id), AgentState.INITIAL, directory, PAUSES, Patience.ENDLESS, DurableRecord.none());
    }

    private static AgentCore core(AgentId id) {
      return new AgentCore(settings(id), new DoorDialect(), new DoorWords(), new CanonicalStateHash());
    }

    private static WorldCore world(AgentId id) {
      return new WorldCore(new WorldId(id.value()), new DoorWorld(), 64);
    }

    @Override
    public void ask(HostRequest request, ActorRef<HostReply> replyTo) {
      test.host.getRef().tell(new Asked(request, replyTo));
    }

    @Override
    public void tell(WorldId world, WorldMessage message) {
      (world.value().equals(ONE.value()) ? worldOne : worldTwo).tell(message);
    }

    @Override
    public void tell(AgentId agent, AgentMessage message) {
      (agent.equals(ONE) ? one : two).tell(message);
    }

    @Override
    public void report(RoundReport report) {
      test.reports.getRef().tell(report);
    }

    @Override
    public void failed(Effect.Fail failure) {
      test.failures.getRef().tell(failure);
    }
  }

  private static AgentSettings settings(AgentId id) {
    return DoorSettings.dual(id, BOUNDS);
  }

  private static AgentMessage.Assigned round(int round, AgentId other) {
    return new AgentMessage.Assigned(
        round,
        List.of(
            new Task("t0", "open a", Task.Purpose.LEARN, "learn", 4),
            new Task("t1", "open d", Task.Purpose.EXAMINE, "old", 2)),
        List.of(new Probe("unseen", "suppose unseen :", "needs 3")),
        Briefing.NONE,
        List.of(other),
        round == 1 ? List.of() : List.of(other),
        List.of());
  }

  @Test
  void agentsAsActorsEndWhereTheirCoresEnd() {
    ScriptedHost script = new ScriptedHost(0.1);
    for (int round = 1; round <= 2; round++) {
      town.tell(ONE, round(round, TWO));
      town.tell(TWO, round(round, ONE));
      serveUntilBothWait(script, round);
    }
    RoundReport first = reports.receiveMessage();
    RoundReport second = reports.receiveMessage();
    List<RoundReport> lasts = List.of(reports.receiveMessage(), reports.receiveMessage());
    assertThat(List.of(first.round(), second.round())).containsExactly(1, 1);
    assertThat(lasts).extracting(RoundReport::round).containsExactly(2, 2);
    failures.expectNoMessage(Duration.ZERO);

    DoorRun pure = DoorRun.ordered(settings(ONE), new CanonicalStateHash(), 0.1).send(round(1, TWO)).settle();
    RoundReport pureFirst = pure.report();
    assertThat(List.of(first, second)).contains(pureFirst);
    RoundReport neighbour = first.agent().equals(TWO) ? first : second;
    pure.send(new AgentMessage.Told(TWO, 1, neighbour.summary())).send(round(2, TWO)).settle();
    assertThat(lasts).contains(pure.report());
  }

  /** Answers requests until the host has served the last one of a round for each agent. */
  private void serveUntilBothWait(ScriptedHost script, int round) {
    int saved = 0;
    while (saved < 2) {
      Asked asked = host.receiveMessage();
      asked.replyTo().tell(script.answer(asked.request()));
      if (asked.request().requestId().endsWith("r" + round + "/save")) {
        saved++;
      }
    }
  }

  @Test
  void nobodyHearsOfARoundBeforeItsStateIsAsSafeAsTheRecordWantsIt() {
    CompletableFuture<Void> forced = new CompletableFuture<>();
    DurableRecord<AgentState> record =
        new DurableRecord<>() {
          @Override
          public void began(AgentState state) {
            // Nobody asks for it.
          }

          @Override
          public CompletionStage<Void> safe() {
            return CompletableFuture.completedStage(null);
          }

          @Override
          public CompletionStage<Void> kept() {
            return forced;
          }
        };
    ActorRef<AgentMessage> agent =
        kit.spawn(
            AgentActor.create(
                PersistenceId.of(AgentActor.ENTITY, "slow"),
                Town.core(ONE),
                AgentState.INITIAL,
                town,
                PAUSES,
                Patience.ENDLESS,
                record));
    agent.tell(
        new AgentMessage.Assigned(1, List.of(), List.of(), Briefing.NONE, List.of(), List.of(), List.of()));
    ScriptedHost script = new ScriptedHost(0);
    for (int request = 0; request < 2; request++) {
      Asked asked = host.receiveMessage();
      asked.replyTo().tell(script.answer(asked.request()));
    }
    reports.expectNoMessage(Duration.ofMillis(100));
    forced.complete(null);
    assertThat(reports.receiveMessage().round()).isEqualTo(1);
  }

  @Test
  void aRefusedRequestIsAskedAgainWhenItsGrowingPauseIsOver() {
    ManualTime time = ManualTime.get(kit.system());
    TestProbe<AgentMessage> taken = kit.createTestProbe(AgentMessage.class);
    ActorRef<AgentMessage> agent =
        kit.spawn(
            Behaviors.intercept(
                () -> new Taken(taken.getRef()),
                Town.agent(ONE, town)));
    agent.tell(round(1, TWO));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    for (long pauseMs : new long[] {100, 200, 250}) {
      refuse(host.receiveMessage());
      taken.expectMessageClass(AgentMessage.HostAnswered.class);
      time.expectNoMessageFor(Duration.ofMillis(pauseMs - 1), host);
      time.timePasses(Duration.ofMillis(2));
      taken.expectMessageClass(AgentMessage.RetryDue.class);
    }
    refuse(host.receiveMessage());
    assertThat(failures.receiveMessage().reason())
        .isEqualTo("round 1: the model host had no room for dual/3/agent-1/open in 4 attempts");
  }

  private static void refuse(Asked asked) {
    String id = asked.request().requestId();
    asked.replyTo().tell(new HostReply.Refused(id, HostReply.Refused.Reason.QUEUE_FULL, "full"));
  }

  /** Tells of each message when the agent has done with it. */
  private static final class Taken extends BehaviorInterceptor<AgentMessage, AgentMessage> {
    private final ActorRef<AgentMessage> listener;

    Taken(ActorRef<AgentMessage> listener) {
      super(AgentMessage.class);
      this.listener = listener;
    }

    @Override
    public Behavior<AgentMessage> aroundReceive(
        TypedActorContext<AgentMessage> context, AgentMessage message, ReceiveTarget<AgentMessage> target) {
      Behavior<AgentMessage> next = target.apply(context, message);
      listener.tell(message);
      return next;
    }
  }

  @Test
  void whatAWorldCannotDoFailsTheAgentsOrganization() {
    town.tell(
        new WorldId(ONE.value()),
        new WorldMessage.Open(ONE, "r1/t0/e0", new Task("t0", "sing", Task.Purpose.LEARN, "learn", 1), 1));

    assertThat(failures.receiveMessage())
        .isEqualTo(
            new Effect.Fail(
                ONE,
                "world dual/3/agent-1, episode r1/t0/e0 of dual/3/agent-1: there is nothing here to sing"));
  }

  @Test
  void pausesGrowToTheirBound() {
    assertThat(PAUSES.before(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(PAUSES.before(2)).isEqualTo(Duration.ofMillis(200));
    assertThat(PAUSES.before(3)).isEqualTo(Duration.ofMillis(250));
    assertThat(PAUSES.before(1000)).isEqualTo(Duration.ofMillis(250));
  }
}
