package org.collegium.agents.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.collegium.agents.doors.DoorSettings.AGENT;
import static org.collegium.agents.doors.DoorSettings.BOUNDS;

import java.util.List;
import java.util.Optional;
import org.collegium.agents.doors.DoorRun;
import org.collegium.agents.doors.DoorSettings;
import org.collegium.agents.doors.DoorWords;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.junit.jupiter.api.Test;

class AgentCoreTest {
  private static final StateHash TEXT = state -> Integer.toHexString(state.toString().hashCode());
  private static final DoorWords WORDS = new DoorWords();
  private static final AgentId NEIGHBOUR = new AgentId("dual/3", "agent-2");

  static Task learn(String id, String door, int rollouts) {
    return new Task(id, "open " + door, Task.Purpose.LEARN, "learn", rollouts);
  }

  static Task examine(String id, String door) {
    return new Task(id, "open " + door, Task.Purpose.EXAMINE, "old", 1);
  }

  static AgentMessage.Assigned round(int round, Task... tasks) {
    return new AgentMessage.Assigned(
        round,
        List.of(tasks),
        List.of(new Probe("unseen", "suppose unseen :", "needs 3")),
        Briefing.NONE,
        List.of(),
        List.of(),
        List.of());
  }

  private static DoorRun run(AgentSettings settings) {
    return DoorRun.ordered(settings, TEXT, 0.1);
  }

  @Test
  void aRoundEndsWithOneReportAndNothingAtWork() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "a", 4), examine("t1", "b"))).settle();

    assertThat(run.effects(Effect.Fail.class)).isEmpty();
    assertThat(run.effects(Effect.Report.class)).hasSize(1);
    assertThat(run.report().round()).isEqualTo(1);
    assertThat(run.state().roundDone()).isEqualTo(1);
    assertThat(run.state().work()).isEmpty();
    assertThat(run.worldState()).isEqualTo(WorldState.EMPTY);
    assertThat(run.state().policy().version()).isEqualTo(1);
    assertThat(run.state().world().version()).isEqualTo(1);
  }

  @Test
  void thePairIsOpenedOnceInItsLife() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "a", 2))).settle();
    run.send(round(2, learn("t0", "a", 2))).settle();

    assertThat(run.asked(HostRequest.Open.class)).hasSize(1);
    assertThat(run.state().roundDone()).isEqualTo(2);
  }

  @Test
  void aFinishedRoundIsReportedAgainAndAnOlderOneIsNot() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "a", 2))).settle();
    run.send(round(2, learn("t0", "a", 2))).settle();
    RoundReport second = run.report();
    int asked = run.asked(HostRequest.class).size();

    run.send(round(2, learn("t0", "a", 2))).send(round(1, learn("t0", "a", 2))).settle();

    assertThat(run.effects(Effect.Report.class)).hasSize(3);
    assertThat(run.report()).isEqualTo(second);
    assertThat(run.asked(HostRequest.class)).hasSize(asked);
  }

  @Test
  void allEpisodesOpenSideBySide() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "a", 3), learn("t1", "b", 2))).settle();

    List<String> opened =
        run.effects(Effect.TellWorld.class).stream()
            .map(Effect.TellWorld::message)
            .filter(WorldMessage.Open.class::isInstance)
            .map(WorldMessage::episode)
            .limit(5)
            .toList();
    assertThat(opened).containsExactly("r1/t0/e0", "r1/t0/e1", "r1/t0/e2", "r1/t1/e0", "r1/t1/e1");
  }

  @Test
  void anActionIsDrawnBehindWhatWasImaginedForIt() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "a", 1))).settle();

    List<HostRequest.Generate> asked = run.asked(HostRequest.Generate.class);
    assertThat(asked.get(0).requestId()).isEqualTo("dual/3/agent-1/r1/t0/e0/s0/imagine");
    assertThat(asked.get(0).active()).isEqualTo(ActiveAdapters.WORLD);
    assertThat(asked.get(1).requestId()).isEqualTo("dual/3/agent-1/r1/t0/e0/s0/act");
    assertThat(asked.get(1).active()).isEqualTo(ActiveAdapters.POLICY);
    assertThat(WORDS.decode(asked.get(1).prompt()))
        .matches("task : open a \\. imagine : needs \\d \\. act :");
  }

  @Test
  void workAwaitsTheNeighboursSummariesWhetherTheyComeBeforeOrAfter() {
    AgentMessage.Assigned first =
        new AgentMessage.Assigned(1, List.of(), List.of(), Briefing.NONE, List.of(NEIGHBOUR), List.of(), List.of());
    AgentMessage.Assigned second =
        new AgentMessage.Assigned(
            2, List.of(learn("t0", "a", 1)), List.of(), Briefing.NONE, List.of(), List.of(NEIGHBOUR), List.of());
    AgentMessage.Told told =
        new AgentMessage.Told(NEIGHBOUR, 1, new Summary(WORDS.encode("a needs 1 ."), Figures.NONE));

    DoorRun after = run(DoorSettings.dual()).send(first).settle().send(second).settle();
    assertThat(after.state().roundDone()).isEqualTo(1);
    assertThat(after.effects(Effect.TellNeighbour.class)).hasSize(1);
    after.send(told).settle();
    DoorRun before = run(DoorSettings.dual()).send(told).send(first).settle().send(second).settle();

    assertThat(after.state().roundDone()).isEqualTo(2);
    assertThat(before.state()).isEqualTo(after.state());
    assertThat(WORDS.decode(after.asked(HostRequest.Generate.class).get(1).prompt()))
        .startsWith("task : open a . briefing : a needs 1 .");
  }

  @Test
  void aTaskToExamineTeachesNothing() {
    DoorRun run =
        run(DoorSettings.dual()).send(round(1, examine("t0", "a"), examine("t1", "b"), examine("t2", "c"))).settle();

    assertThat(run.asked(HostRequest.LearnPolicy.class)).isEmpty();
    assertThat(run.asked(HostRequest.LearnWorld.class)).isEmpty();
    assertThat(run.state().notes().notes()).isEmpty();
    assertThat(run.state().lessons().lessons()).isEmpty();
    assertThat(run.report().summary().figures().tally("success/old").count()).isEqualTo(3);
    assertThat(run.report().summary().figures().tally("groups").sum()).isZero();
  }

  @Test
  void theTrajectoryHoldsEachActionBehindThePromptItWasDrawnUnder() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "a", 8))).settle();

    List<RolloutGroup> groups = run.asked(HostRequest.LearnPolicy.class).getFirst().groups();
    assertThat(groups).hasSize(1);
    List<Segment> segments = groups.getFirst().rollouts().getFirst().trajectory().segments();
    assertThat(segments.getLast().kind()).isEqualTo(Segment.Kind.ACTION);
    List<HostRequest.Generate> acts =
        run.asked(HostRequest.Generate.class).stream()
            .filter(asked -> asked.requestId().endsWith("/act") && asked.requestId().contains("/e0/"))
            .toList();
    Tokens read = Tokens.empty();
    int act = 0;
    for (Segment segment : segments) {
      if (segment.kind() == Segment.Kind.ACTION) {
        assertThat(read).isEqualTo(acts.get(act++).prompt());
        assertThat(segment.logProbabilities().length()).isEqualTo(segment.tokens().length());
      }
      read = read.concat(segment.tokens());
    }
    assertThat(act).isEqualTo(acts.size());
  }

  @Test
  void flatGroupsAreReplacedWhileTheBudgetLasts() {
    DoorRun run = DoorRun.ordered(DoorSettings.dual(), TEXT, 1).send(round(1, learn("t0", "a", 2))).settle();

    List<String> opened =
        run.effects(Effect.TellWorld.class).stream()
            .map(Effect.TellWorld::message)
            .filter(WorldMessage.Open.class::isInstance)
            .map(WorldMessage::episode)
            .toList();
    assertThat(opened)
        .containsExactly("r1/t0/e0", "r1/t0/e1", "r1/t0/e2", "r1/t0/e3", "r1/t0/e4", "r1/t0/e5");
    Figures figures = run.report().summary().figures();
    assertThat(figures.tally("groups").sum()).isEqualTo(3);
    assertThat(figures.tally("flat-groups").sum()).isEqualTo(3);
    assertThat(figures.tally("well-formed/learn")).isEqualTo(new Tally(6, 0));
    assertThat(run.asked(HostRequest.LearnPolicy.class).getFirst().groups().getFirst().rollouts()).hasSize(2);
  }

  @Test
  void lessonsAreDistinctAndPastOnesAreRehearsed() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "a", 6))).settle();
    run.send(round(2, learn("t0", "b", 6), learn("t1", "a", 6))).settle();

    List<HostRequest.LearnWorld> learned = run.asked(HostRequest.LearnWorld.class);
    assertThat(learned.get(0).fresh()).hasSize(1);
    assertThat(learned.get(0).replay()).isEmpty();
    assertThat(learned.get(0).anchors()).hasSize(2);
    assertThat(learned.get(1).fresh()).hasSize(2);
    assertThat(learned.get(1).replay()).isEmpty();
    run.send(round(3, learn("t0", "c", 6))).settle();
    assertThat(run.asked(HostRequest.LearnWorld.class).get(2).replay())
        .containsExactlyElementsOf(learned.get(1).fresh());
  }

  @Test
  void whatWasNotedIsCitedInTheNextRound() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "a", 6))).settle();
    assertThat(run.state().notes().notes()).containsExactly(new Note("a", "a needs 1 ."));
    assertThat(WORDS.decode(run.report().summary().text())).endsWith("a needs 1 .");

    run.send(round(2, learn("t0", "a", 1))).settle();

    assertThat(run.asked(HostRequest.Generate.class).stream().map(asked -> WORDS.decode(asked.prompt())))
        .anyMatch(prompt -> prompt.startsWith("task : open a . notes : a needs 1 . imagine"));
    assertThat(run.report().summary().figures().tally("notes").sum()).isZero();
  }

  @Test
  void figuresCountWhatTheySay() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "a", 4))).settle();

    Figures figures = run.report().summary().figures();
    assertThat(figures.tally("success/learn").count()).isEqualTo(4);
    assertThat(figures.tally("entropy/unseen").mean())
        .isEqualTo((0.3f + 0.4f) / 2.0, offset(1e-6));
    assertThat(figures.tally("surprise/unseen").mean())
        .isEqualTo(0.3f + 0.4f, offset(1e-6));
    assertThat(figures.tally("policy-steps").sum()).isEqualTo(2);
    assertThat(figures.tally("world-steps").sum()).isEqualTo(2);
    assertThat(figures.tally("tokens-learned").sum()).isEqualTo(80);
    assertThat(figures.tally("lessons").sum()).isEqualTo(1);
    long read =
        run.asked(HostRequest.Generate.class).stream().mapToLong(asked -> asked.prompt().length()).sum()
            + run.asked(HostRequest.Score.class).stream().mapToLong(asked -> asked.tokens().length()).sum();
    assertThat(figures.tally("tokens-read").sum()).isEqualTo((double) read);
    assertThat(figures.tally("tokens-generated").sum())
        .isGreaterThanOrEqualTo(3.0 * run.asked(HostRequest.Generate.class).size());
    assertThat(figures.tally("context-bytes").sum()).isGreaterThan(4.0 * "task : open a .".length());
    assertThat(figures.tally(Figures.REFUSALS).sum()).isZero();
  }

  @Test
  void theOldestExchangesLeaveAPromptThatIsTooLong() {
    AgentBounds narrow = new AgentBounds(20, 8, 3, 4, 6, 12, 8, 3);
    AgentSettings settings =
        DoorSettings.settings(
            AGENT, narrow, DoorSettings.mind(false, false), Optional.of(DoorSettings.policy()), Optional.empty());
    DoorRun run = DoorRun.ordered(settings, TEXT, 0).send(round(1, learn("t0", "a", 8))).settle();

    List<String> prompts =
        run.asked(HostRequest.Generate.class).stream().map(asked -> WORDS.decode(asked.prompt())).toList();
    assertThat(run.asked(HostRequest.Generate.class)).allMatch(asked -> asked.prompt().length() <= 20);
    assertThat(prompts).anyMatch(prompt -> prompt.matches("task : open a \\. act : turn \\d \\. obs : .* act :"));
    List<Segment> long3 =
        run.asked(HostRequest.LearnPolicy.class).getFirst().groups().getFirst().rollouts().stream()
            .map(rollout -> rollout.trajectory().segments())
            .filter(segments -> segments.getFirst().tokens().length() == 7 && segments.size() == 5)
            .filter(segments -> segments.get(1).kind() == Segment.Kind.CONTEXT)
            .findFirst()
            .orElseThrow();
    assertThat(long3.get(4).kind()).isEqualTo(Segment.Kind.ACTION);
  }

  @Test
  void anEpisodeWhoseTaskDoesNotFitIsLeftWithoutReward() {
    AgentBounds tiny = new AgentBounds(6, 8, 3, 4, 6, 12, 8, 3);
    DoorRun run = run(DoorSettings.plain(tiny)).send(round(1, learn("t0", "a", 2))).settle();

    assertThat(run.asked(HostRequest.Generate.class)).isEmpty();
    assertThat(run.report().summary().figures().tally("reward/learn")).isEqualTo(new Tally(2, 0));
    assertThat(run.worldState()).isEqualTo(WorldState.EMPTY);
  }

  @Test
  void anEpisodeEndsAfterItsMostSteps() {
    AgentBounds oneStep = new AgentBounds(96, 8, 1, 4, 6, 12, 8, 3);
    DoorRun run = DoorRun.ordered(DoorSettings.plain(oneStep), TEXT, 0).send(round(1, learn("t0", "a", 8))).settle();

    assertThat(run.asked(HostRequest.Generate.class)).hasSize(8);
    assertThat(run.worldState()).isEqualTo(WorldState.EMPTY);
    assertThat(run.state().roundDone()).isEqualTo(1);
  }

  @Test
  void aSummaryIsCutToItsBound() {
    AgentBounds brief = new AgentBounds(96, 8, 3, 4, 6, 3, 8, 3);
    DoorRun run = run(DoorSettings.dual(AGENT, brief)).send(round(1, learn("t0", "a", 4))).settle();

    assertThat(run.report().summary().text().length()).isEqualTo(3);
  }

  @Test
  void aBriefingOverItsBoundIsRefused() {
    AgentMessage.Assigned assigned =
        new AgentMessage.Assigned(
            1, List.of(), List.of(), new Briefing(WORDS.encode("0 1 2 3 4 5 6 7 8")), List.of(), List.of(), List.of());
    DoorRun run = run(DoorSettings.dual(AGENT, BOUNDS)).send(assigned).settle();

    assertThat(run.effects(Effect.Fail.class).getFirst().reason())
        .isEqualTo("round 1: a briefing of 9 tokens, at most 8");
    assertThat(run.state()).isEqualTo(AgentState.INITIAL);
  }

  @Test
  void aTextThatTheBaseCannotExpressEndsTheRunWithItsWord() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "zebra", 1))).settle();

    assertThat(run.effects(Effect.Fail.class).getFirst().reason()).contains("round 1").contains("'zebra'");
  }
}
