package org.collegium.agents.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.collegium.agents.core.AgentCoreTest.examine;
import static org.collegium.agents.core.AgentCoreTest.learn;
import static org.collegium.agents.core.AgentCoreTest.round;

import org.collegium.agents.doors.DoorRun;
import org.collegium.agents.doors.DoorSettings;
import org.junit.jupiter.api.Test;

/** The outcome of a run depends on no order of arrival, on no repetition and on no refusal. */
class ArrivalOrderTest {
  private static final StateHash TEXT = AgentState::toString;
  private static final AgentBounds PATIENT = new AgentBounds(96, 8, 3, 4, 6, 12, 8, 1000);

  private static DoorRun threeRounds(DoorRun run) {
    run.send(round(1, learn("t0", "a", 4), examine("t1", "d"), learn("t2", "b", 3))).settle();
    run.send(round(2, learn("t0", "c", 4), learn("t1", "d", 4))).settle();
    return run.send(round(3, learn("t0", "a", 2), learn("t1", "b", 2), examine("t2", "c"))).settle();
  }

  @Test
  void anyInterleavingLeavesTheSameState() {
    AgentSettings settings = DoorSettings.dual(DoorSettings.AGENT, PATIENT);
    DoorRun ordered = threeRounds(DoorRun.ordered(settings, TEXT, 0.2));
    assertThat(ordered.effects(Effect.Fail.class)).isEmpty();
    assertThat(ordered.report().round()).isEqualTo(3);
    boolean anyRefused = false;
    for (long seed = 1; seed <= 200; seed++) {
      DoorRun shuffled = threeRounds(DoorRun.shuffled(settings, TEXT, 0.2, seed, 0.3));
      assertThat(shuffled.effects(Effect.Fail.class)).as("seed %d", seed).isEmpty();
      assertThat(shuffled.report().stateHash()).as("seed %d", seed).isEqualTo(ordered.report().stateHash());
      assertThat(shuffled.state().settled()).as("seed %d", seed).isEqualTo(ordered.state().settled());
      anyRefused |= shuffled.report().summary().figures().tally(Figures.REFUSALS).sum() > 0;
    }
    assertThat(anyRefused).as("some run was refused, so that refusals were tried").isTrue();
  }

  @Test
  void anotherSeedOfTheRunLeavesAnotherState() {
    AgentSettings settings = DoorSettings.dual(DoorSettings.AGENT, PATIENT);
    AgentSettings other =
        new AgentSettings(
            settings.id(),
            settings.role(),
            settings.world(),
            settings.adapters(),
            settings.mind(),
            settings.policy(),
            settings.worldModel(),
            settings.bounds(),
            8);
    assertThat(threeRounds(DoorRun.ordered(other, TEXT, 0.2)).report().stateHash())
        .isNotEqualTo(threeRounds(DoorRun.ordered(settings, TEXT, 0.2)).report().stateHash());
  }
}
