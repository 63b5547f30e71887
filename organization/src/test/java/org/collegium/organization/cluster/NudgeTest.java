package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
import org.collegium.agents.actor.DurableRecord;
import org.collegium.agents.core.AgentMessage.Assigned;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RoundResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NudgeTest {
  private static final String ORGANIZATION = "lamps/1";
  private static final Duration ALMOST = Duration.ofMillis(999);
  private static final Duration REST = Duration.ofMillis(2);

  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(PersistenceTestKitDurableStateStorePlugin.config()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<String> assigned = kit.createTestProbe(String.class);
  private final TestProbe<OrchestratorMessage> recorded = kit.createTestProbe(OrchestratorMessage.class);
  private final TestProbe<Finish> finished = kit.createTestProbe(Finish.class);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<OrchestratorMessage> orchestrator(Optional<Duration> nudgeInterval) {
    OrganizationEvents events =
        new OrganizationEvents() {
          @Override
          public void roundClosed(RoundResult result) {
            // Told by what is assigned next.
          }

          @Override
          public void finished(String organization, Finish finish) {
            finished.getRef().tell(finish);
          }
        };
    return kit.spawn(
        Behaviors.intercept(
            () -> new Handled(recorded.getRef()),
            OrchestratorActor.create(
                PersistenceId.of(OrchestratorActor.ENTITY, ORGANIZATION),
                ORGANIZATION,
                new RunCores(LampTown.plan(1, 3, 2)).orchestrator(ORGANIZATION),
                OrchestratorState.INITIAL,
                (to, message) -> assigned.getRef().tell(to + ", round " + ((Assigned) message).round()),
                nudgeInterval,
                DurableRecord.none(),
                events)));
  }

  /** Tells of each message that is recorded, when it is handled. */
  private static final class Handled extends BehaviorInterceptor<OrchestratorMessage, OrchestratorMessage> {
    private final ActorRef<OrchestratorMessage> listener;

    Handled(ActorRef<OrchestratorMessage> listener) {
      super(OrchestratorMessage.class);
      this.listener = listener;
    }

    @Override
    public Behavior<OrchestratorMessage> aroundReceive(
        TypedActorContext<OrchestratorMessage> context,
        OrchestratorMessage message,
        ReceiveTarget<OrchestratorMessage> target) {
      Behavior<OrchestratorMessage> next = target.apply(context, message);
      listener.tell(message);
      return next;
    }
  }

  private static AgentId agent(int number) {
    return new AgentId(ORGANIZATION, "agent-" + number);
  }

  private void report(ActorRef<OrchestratorMessage> orchestrator, int agent, int round) {
    Summary summary = new Summary(Tokens.of(1), new Figures(new TreeMap<>()));
    OrchestratorMessage message =
        new OrchestratorMessage.Reported(new RoundReport(agent(agent), round, summary, "aa"));
    orchestrator.tell(message);
    recorded.expectMessage(message);
  }

  private void expectAssigned(int round, int... agents) {
    List<String> expected = new ArrayList<>();
    for (int agent : agents) {
      expected.add(agent(agent) + ", round " + round);
    }
    assertThat(assigned.receiveSeveralMessages(agents.length)).isEqualTo(expected);
    assigned.expectNoMessage(Duration.ZERO);
  }

  @Test
  void silenceInAnOpenRoundAssignsItAgainToAllWhoHaveNotReportedUntilTheRunEnds() {
    ActorRef<OrchestratorMessage> orchestrator = orchestrator(Optional.of(Duration.ofSeconds(1)));
    time.expectNoMessageFor(Duration.ofSeconds(10), recorded);
    orchestrator.tell(new OrchestratorMessage.Begin());
    recorded.expectMessageClass(OrchestratorMessage.Begin.class);
    expectAssigned(1, 1, 2, 3);
    time.expectNoMessageFor(ALMOST, recorded);
    report(orchestrator, 2, 1);
    for (int nudge = 0; nudge < 3; nudge++) {
      time.expectNoMessageFor(ALMOST, recorded);
      time.timePasses(REST);
      recorded.expectMessageClass(OrchestratorMessage.Begin.class);
      expectAssigned(1, 1, 3);
    }
    report(orchestrator, 1, 1);
    report(orchestrator, 3, 1);
    expectAssigned(2, 1, 2, 3);
    for (int agent = 1; agent <= 3; agent++) {
      report(orchestrator, agent, 2);
    }
    assertThat(finished.receiveMessage().rounds()).isEqualTo(2);
    time.expectNoMessageFor(Duration.ofSeconds(10), recorded, assigned);
  }

  @Test
  void withoutANudgeSilenceIsWaitedOut() {
    ActorRef<OrchestratorMessage> orchestrator = orchestrator(Optional.empty());
    orchestrator.tell(new OrchestratorMessage.Begin());
    recorded.expectMessageClass(OrchestratorMessage.Begin.class);
    expectAssigned(1, 1, 2, 3);
    time.expectNoMessageFor(Duration.ofMinutes(10), recorded, assigned);
  }
}
