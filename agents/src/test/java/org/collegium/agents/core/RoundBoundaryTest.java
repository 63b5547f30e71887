package org.collegium.agents.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.collegium.agents.core.AgentCoreTest.learn;

import java.util.List;
import org.collegium.agents.doors.DoorRun;
import org.collegium.agents.doors.DoorSettings;
import org.collegium.agents.doors.DoorWords;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostRequest;
import org.junit.jupiter.api.Test;

/** What an agent hears before a round, and what it keeps and tells after one. */
class RoundBoundaryTest {
  private static final StateHash TEXT = state -> Integer.toHexString(state.toString().hashCode());
  private static final DoorWords WORDS = new DoorWords();
  private static final AgentId NEIGHBOUR = new AgentId("dual/3", "agent-2");
  private static final AgentMessage.Told TOLD =
      new AgentMessage.Told(NEIGHBOUR, 1, new Summary(WORDS.encode("a needs 1 ."), Figures.NONE));
  private static final AgentMessage.Assigned FIRST = assigned(1, List.of());
  private static final AgentMessage.Assigned SECOND = assigned(2, List.of(NEIGHBOUR));

  private static AgentMessage.Assigned assigned(int round, List<AgentId> awaited, AgentMessage.Told... heard) {
    return new AgentMessage.Assigned(
        round,
        List.of(learn("t0", "a", 2)),
        List.of(),
        Briefing.NONE,
        List.of(NEIGHBOUR),
        awaited,
        List.of(heard));
  }

  private static DoorRun run() {
    return DoorRun.ordered(DoorSettings.dual(), TEXT, 0.1);
  }

  @Test
  void workAwaitsTheNeighboursSummariesWhetherTheyComeBeforeOrAfter() {
    DoorRun after = run().send(FIRST).settle().send(SECOND).settle();
    assertThat(after.state().roundDone()).isEqualTo(1);
    assertThat(after.effects(Effect.TellNeighbour.class)).hasSize(1);
    after.send(TOLD).settle();
    DoorRun before = run().send(TOLD).send(FIRST).settle().send(SECOND).settle();

    assertThat(after.state().roundDone()).isEqualTo(2);
    assertThat(before.state()).isEqualTo(after.state());
    assertThat(after.asked(HostRequest.Generate.class).stream().map(asked -> WORDS.decode(asked.prompt())))
        .anyMatch(prompt -> prompt.matches("task : open a \\. (notes : .*)?briefing : a needs 1 \\..*"));
  }

  @Test
  void theAdaptersAreSavedBeforeTheRoundIsCommitted() {
    DoorRun run = run().send(FIRST).settle();

    List<Effect> effects = run.effects();
    int commit = effects.indexOf(new Effect.Commit(run.state()));
    assertThat(effects.get(commit - 1))
        .isEqualTo(new Effect.AskHost(new HostRequest.Save("dual/3/agent-1/r1/save", DoorSettings.AGENT.pair())));
  }

  @Test
  void aConcludedRoundIsCommittedBeforeAnybodyIsTold() {
    DoorRun run = run().send(FIRST).settle();

    List<Effect> last = run.effects().subList(run.effects().size() - 3, run.effects().size());
    assertThat(last.get(0)).isEqualTo(new Effect.Commit(run.state()));
    assertThat(last.get(1)).isInstanceOf(Effect.TellNeighbour.class);
    assertThat(last.get(2)).isInstanceOf(Effect.Report.class);
  }

  @Test
  void aRoundThatIsReportedAgainIsNotCommittedAgain() {
    DoorRun run = run().send(FIRST).settle().send(FIRST).settle();

    assertThat(run.effects(Effect.Report.class)).hasSize(2);
    assertThat(run.effects(Effect.Commit.class)).hasSize(1);
  }

  @Test
  void whatAnAssignmentBringsCountsAsHeard() {
    DoorRun told = run().send(FIRST).settle().send(TOLD).send(SECOND).settle();
    DoorRun brought = run().send(FIRST).settle().send(assigned(2, List.of(NEIGHBOUR), TOLD)).settle();

    assertThat(told.state().roundDone()).isEqualTo(2);
    assertThat(brought.state()).isEqualTo(told.state());
    assertThat(brought.report()).isEqualTo(told.report());
  }

  @Test
  void whatWasHeardAlreadyIsIgnoredWhenAnAssignmentBringsIt() {
    AgentMessage.Assigned again = assigned(2, List.of(NEIGHBOUR), TOLD, TOLD);
    DoorRun run = run().send(FIRST).settle().send(TOLD).send(again).settle().send(again).settle();

    assertThat(run.effects(Effect.Fail.class)).isEmpty();
    assertThat(run.state().roundDone()).isEqualTo(2);
    assertThat(run.state().inbox()).isEmpty();
    assertThat(run.effects(Effect.Commit.class)).hasSize(2);
  }

  @Test
  void anAgentThatWaitsForItsNeighboursGoesOnWhenTheAssignmentBringsTheirWords() {
    DoorRun run = run().send(FIRST).settle().send(SECOND).settle();
    assertThat(run.state().roundDone()).isEqualTo(1);

    run.send(assigned(2, List.of(NEIGHBOUR), TOLD)).settle();

    assertThat(run.state().roundDone()).isEqualTo(2);
  }
}
