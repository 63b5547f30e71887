package org.collegium.agents.actor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.doors.DoorDialect;
import org.collegium.agents.doors.DoorSettings;
import org.collegium.agents.doors.DoorWords;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.wire.CanonicalStateHash;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.junit.jupiter.api.AfterEach;

/** An agent before a host and a world that answer when the test wants it, in a time that the test lets pass. */
abstract class AgentInManualTime {
  static final AgentId AGENT = DoorSettings.AGENT;
  static final AgentBounds BOUNDS = new AgentBounds(96, 8, 3, 4, 6, 12, 8, 3);
  static final RetryPauses PAUSES = new RetryPauses(Duration.ofMillis(100), Duration.ofMillis(250));
  static final Patience RESEND = new Patience(Optional.of(Duration.ofMillis(400)), Optional.empty());
  static final Patience GIVE_UP = new Patience(Optional.empty(), Optional.of(Duration.ofMillis(400)));

  final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config().withFallback(PersistenceTestKitDurableStateStorePlugin.config()));
  final ManualTime time = ManualTime.get(kit.system());
  final TestProbe<ActorsTest.Asked> host = kit.createTestProbe(ActorsTest.Asked.class);
  final TestProbe<WorldMessage> world = kit.createTestProbe(WorldMessage.class);
  final TestProbe<RoundReport> reports = kit.createTestProbe(RoundReport.class);
  final TestProbe<Effect.Fail> failures = kit.createTestProbe(Effect.Fail.class);
  final TestProbe<Object> taken = kit.createTestProbe(Object.class);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private final class Around implements AgentDirectory {
    @Override
    public void ask(HostRequest request, ActorRef<HostReply> replyTo) {
      host.getRef().tell(new ActorsTest.Asked(request, replyTo));
    }

    @Override
    public void tell(WorldId to, WorldMessage message) {
      world.getRef().tell(message);
    }

    @Override
    public void tell(AgentId to, AgentMessage message) {
      throw new IllegalStateException(to + " is no neighbour");
    }

    @Override
    public void report(RoundReport report) {
      reports.getRef().tell(report);
    }

    @Override
    public void failed(Effect.Fail failure) {
      failures.getRef().tell(failure);
    }
  }

  /** Tells of each message that a record would keep, when the agent is done with it. */
  private static final class Taken extends BehaviorInterceptor<AgentMessage, AgentMessage> {
    private final ActorRef<Object> listener;

    Taken(ActorRef<Object> listener) {
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

  ActorRef<AgentMessage> agent(Patience patience) {
    AgentCore core =
        new AgentCore(
            DoorSettings.dual(AGENT, BOUNDS), new DoorDialect(), new DoorWords(), new CanonicalStateHash());
    Behavior<AgentMessage> agent =
        AgentActor.create(
            PersistenceId.of(AgentActor.ENTITY, AGENT.value()),
            core,
            AgentState.INITIAL,
            new Around(),
            PAUSES,
            patience,
            DurableRecord.none());
    return kit.spawn(Behaviors.intercept(() -> new Taken(taken.getRef()), agent));
  }

  static AgentMessage.Assigned round(int round, Task... tasks) {
    return new AgentMessage.Assigned(
        round, List.of(tasks), List.of(), Briefing.NONE, List.of(), List.of(), List.of());
  }

  void answer(HostReply reply, ActorsTest.Asked asked) {
    asked.replyTo().tell(reply);
    taken.expectMessage(new AgentMessage.HostAnswered(reply));
  }
}
