package org.collegium.agents.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.collegium.agents.doors.DoorSettings.AGENT;

import java.util.List;
import org.collegium.agents.doors.DoorRun;
import org.collegium.agents.doors.DoorSettings;
import org.collegium.agents.doors.DoorWords;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.junit.jupiter.api.Test;

class AgentCoreTest {
  private static final StateHash TEXT = state -> Integer.toHexString(state.toString().hashCode());
  private static final DoorWords WORDS = new DoorWords();

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
    assertThat(run.episodesGoingOn()).isZero();
    assertThat(run.state().policy().version()).isEqualTo(1);
    assertThat(run.state().world().version()).isEqualTo(1);
  }

  @Test
  void anIdleMindPlaysItsRoundsAndAsksNothingOfTheModel() {
    DoorRun run = run(DoorSettings.idle()).send(round(1, learn("t0", "a", 3), examine("t1", "b"))).settle();
    run.send(round(2, learn("t0", "a", 3))).settle();

    assertThat(run.effects(Effect.AskHost.class)).isEmpty();
    assertThat(run.effects(Effect.Fail.class)).isEmpty();
    assertThat(run.effects(Effect.Commit.class)).hasSize(2);
    assertThat(run.effects(Effect.TellWorld.class)).extracting(tell -> tell.message().getClass().getSimpleName())
        .containsExactlyInAnyOrder(
            "Open", "Open", "Open", "Open", "Leave", "Leave", "Leave", "Leave",
            "Open", "Open", "Open", "Leave", "Leave", "Leave");
    assertThat(run.episodesGoingOn()).isZero();
    assertThat(run.report().round()).isEqualTo(2);
    assertThat(run.report().summary().figures().tally("success/learn")).isEqualTo(new Tally(3, 0));
  }

  @Test
  void thePairIsOpenedOnceInItsLifeAndLoadedInEachLaterRound() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "a", 2))).settle();
    run.send(round(2, learn("t0", "a", 2))).settle();

    assertThat(run.asked(HostRequest.Open.class)).hasSize(1);
    AgentState kept = run.effects(Effect.Commit.class).getFirst().state();
    assertThat(run.asked(HostRequest.Load.class))
        .containsExactly(new HostRequest.Load("dual/3/agent-1/r2/load", AGENT.pair(), kept.policy(), kept.world()));
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
  void aTextThatTheBaseCannotExpressEndsTheRunWithItsWord() {
    DoorRun run = run(DoorSettings.dual()).send(round(1, learn("t0", "zebra", 1))).settle();

    assertThat(run.effects(Effect.Fail.class).getFirst().reason()).contains("round 1").contains("'zebra'");
  }
}
