package org.collegium.agents.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.collegium.agents.core.AgentCoreTest.learn;
import static org.collegium.agents.core.AgentCoreTest.round;
import static org.collegium.agents.doors.DoorSettings.AGENT;
import static org.collegium.agents.doors.DoorSettings.BOUNDS;

import java.util.List;
import java.util.Optional;
import org.collegium.agents.doors.DoorRun;
import org.collegium.agents.doors.DoorSettings;
import org.collegium.agents.doors.DoorWords;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Segment;
import org.junit.jupiter.api.Test;

class AgentBoundsTest {
  private static final StateHash TEXT = state -> Integer.toHexString(state.toString().hashCode());
  private static final DoorWords WORDS = new DoorWords();

  private static DoorRun run(AgentSettings settings) {
    return DoorRun.ordered(settings, TEXT, 0.1);
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
    assertThat(run.episodesGoingOn()).isZero();
  }

  @Test
  void anEpisodeEndsAfterItsMostSteps() {
    AgentBounds oneStep = new AgentBounds(96, 8, 1, 4, 6, 12, 8, 3);
    DoorRun run = DoorRun.ordered(DoorSettings.plain(oneStep), TEXT, 0).send(round(1, learn("t0", "a", 8))).settle();

    assertThat(run.asked(HostRequest.Generate.class)).hasSize(8);
    assertThat(run.episodesGoingOn()).isZero();
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
}
