package org.collegium.agents.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.collegium.agents.doors.DoorSettings;
import org.collegium.agents.doors.DoorWorld;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.junit.jupiter.api.Test;

class WorldCoreTest {
  private static final AgentId ONE = DoorSettings.AGENT;
  private static final AgentId TWO = new AgentId("dual/3", "agent-2");
  private static final Task TASK = new Task("t0", "open a", Task.Purpose.LEARN, "learn", 1);
  private static final WorldMessage OPEN = new WorldMessage.Open(ONE, "r1/t0/e0", TASK, 5);

  private final WorldCore core = new WorldCore(new WorldId("doors"), new DoorWorld(), 2);

  private static WorldMessage act(int step, String action) {
    return new WorldMessage.Act(ONE, "r1/t0/e0", step, action);
  }

  private WorldStep after(WorldMessage... messages) {
    WorldStep step = new WorldStep(WorldState.EMPTY, List.of());
    for (WorldMessage message : messages) {
      step = core.step(step.state(), message);
    }
    return step;
  }

  @Test
  void anOpeningIsAnsweredAndKept() {
    WorldStep opened = after(OPEN);

    assertThat(opened.effects()).containsExactly(new WorldEffect.Answer(ONE, "r1/t0/e0", -1, "", 0, false));
    assertThat(opened.state().size()).isEqualTo(1);
  }

  @Test
  void theSameStepIsAnsweredAgainIdenticallyAndChangesNothing() {
    WorldStep once = after(OPEN, act(0, "turn 3 ."));
    WorldStep twice = core.step(once.state(), act(0, "turn 1 ."));

    assertThat(once.effects()).containsExactly(new WorldEffect.Answer(ONE, "r1/t0/e0", 0, "needs 1 .", 0, false));
    assertThat(twice).isEqualTo(once);
  }

  @Test
  void theLastStepOfAnEpisodeIsAnsweredAgainUntilItsAgentBeginsAnotherRound() {
    WorldStep over = after(OPEN, act(0, "turn 1 ."));

    assertThat(over.effects()).containsExactly(new WorldEffect.Answer(ONE, "r1/t0/e0", 0, "door opens .", 1, true));
    assertThat(core.step(over.state(), act(0, "turn 1 ."))).isEqualTo(over);
    assertThat(core.step(over.state(), act(-1, "turn 1 .")).effects()).isEmpty();
    assertThat(core.step(over.state(), act(1, "turn 1 .")).effects()).isEmpty();

    WorldStep sameRound = core.step(over.state(), new WorldMessage.Open(ONE, "r1/t0/e1", TASK, 6));
    assertThat(sameRound.state().size()).isEqualTo(2);
    WorldStep nextRound = core.step(sameRound.state(), new WorldMessage.Open(ONE, "r10/t0/e0", TASK, 7));
    assertThat(nextRound).isEqualTo(after(new WorldMessage.Open(ONE, "r10/t0/e0", TASK, 7)));
  }

  @Test
  void whoActsInAnEpisodeThatIsNotKnownIsTold() {
    WorldEffect lost = new WorldEffect.Lost(ONE, "r1/t0/e0", 0);

    assertThat(core.step(WorldState.EMPTY, act(0, "turn 1 .")))
        .isEqualTo(new WorldStep(WorldState.EMPTY, List.of(lost)));
    assertThat(after(OPEN, new WorldMessage.Leave(ONE, "r1/t0/e0"), act(0, "turn 1 .")).effects())
        .containsExactly(lost);
  }

  @Test
  void anEpisodeThatIsLeftIsForgottenAndLeavingTwiceIsNoHarm() {
    WorldMessage leave = new WorldMessage.Leave(ONE, "r1/t0/e0");

    assertThat(after(OPEN, leave)).isEqualTo(new WorldStep(WorldState.EMPTY, List.of()));
    assertThat(after(OPEN, leave, leave)).isEqualTo(new WorldStep(WorldState.EMPTY, List.of()));
  }

  @Test
  void anEpisodeThatIsOpenedAgainBeginsAnew() {
    assertThat(after(OPEN, act(0, "turn 3 ."), OPEN)).isEqualTo(after(OPEN));
  }

  @Test
  void aStepThatSkipsOneIsLost() {
    WorldStep opened = after(OPEN);

    assertThat(core.step(opened.state(), act(1, "turn 1 .")))
        .isEqualTo(new WorldStep(opened.state(), List.of(new WorldEffect.Lost(ONE, "r1/t0/e0", 1))));
  }

  @Test
  void agentsMayUseTheSameIdsInOneWorld() {
    WorldStep both = after(OPEN, new WorldMessage.Open(TWO, "r1/t0/e0", TASK, 6), act(0, "turn 1 ."));

    assertThat(both.state().size()).isEqualTo(2);
    assertThat(both.state().episodes()).containsOnlyKeys(ONE, TWO);
    assertThat(both.state().episode(TWO, "r1/t0/e0").orElseThrow().answered().step()).isEqualTo(-1);
  }

  @Test
  void openEpisodesAreBounded() {
    WorldStep third =
        after(
            OPEN,
            new WorldMessage.Open(ONE, "r1/t0/e1", TASK, 6),
            new WorldMessage.Open(TWO, "r1/t0/e2", TASK, 7));

    assertThat(third.state().size()).isEqualTo(2);
    assertThat(third.effects())
        .containsExactly(
            new WorldEffect.Fail(
                TWO,
                "world doors, episode r1/t0/e2 of dual/3/agent-2: 2 episodes are open, and that is the bound"));
  }

  @Test
  void aTaskThatTheWorldDoesNotKnowAndARewardThatIsNoNumberFail() {
    Task odd = new Task("t0", "sing", Task.Purpose.LEARN, "learn", 1);
    assertThat(after(new WorldMessage.Open(ONE, "r1/t0/e0", odd, 5)).effects())
        .containsExactly(
            new WorldEffect.Fail(
                ONE, "world doors, episode r1/t0/e0 of dual/3/agent-1: there is nothing here to sing"));

    World broken =
        new World() {
          @Override
          public Transition open(Task task, long seed) {
            return new Transition(new Scene(task, seed, ""), "", Double.NaN, false);
          }

          @Override
          public Transition act(Scene scene, String action) {
            return new Transition(scene, "", 0, false);
          }
        };
    assertThat(new WorldCore(new WorldId("broken"), broken, 2).step(WorldState.EMPTY, OPEN).effects())
        .containsExactly(
            new WorldEffect.Fail(
                ONE, "world broken, episode r1/t0/e0 of dual/3/agent-1: the reward of step -1 is NaN"));
  }
}
