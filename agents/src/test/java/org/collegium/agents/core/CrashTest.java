package org.collegium.agents.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.collegium.agents.core.AgentCoreTest.examine;
import static org.collegium.agents.core.AgentCoreTest.learn;
import static org.collegium.agents.core.AgentCoreTest.round;

import java.util.List;
import org.collegium.agents.doors.DoorRun;
import org.collegium.agents.doors.DoorSettings;
import org.junit.jupiter.api.Test;

/** An agent that begins again where it last committed does its round again and gets the same. */
class CrashTest {
  private static final StateHash TEXT = AgentState::toString;
  private static final List<AgentMessage.Assigned> ROUNDS =
      List.of(
          round(1, learn("t0", "a", 4), examine("t1", "d")),
          round(2, learn("t0", "c", 3), learn("t1", "d", 2)),
          round(3, learn("t0", "a", 2), examine("t1", "c")));

  private static DoorRun run() {
    return DoorRun.ordered(DoorSettings.dual(), TEXT, 0.2);
  }

  /** Crashes in one round after so many messages; whether there were as many. */
  private static boolean crash(DoorRun run, AgentMessage.Assigned assigned, int messages) {
    run.send(assigned);
    for (int delivered = 0; delivered < messages; delivered++) {
      if (!run.deliverOne()) {
        return false;
      }
    }
    run.crash().send(assigned).settle();
    return true;
  }

  @Test
  void aCrashAfterAnyMessageOfAnyRoundChangesNothing() {
    DoorRun whole = run();
    ROUNDS.forEach(assigned -> whole.send(assigned).settle());
    assertThat(whole.effects(Effect.Fail.class)).isEmpty();
    for (int broken = 0; broken < ROUNDS.size(); broken++) {
      int messages = 0;
      boolean inTime = true;
      while (inTime) {
        DoorRun run = run();
        for (int at = 0; at < broken; at++) {
          run.send(ROUNDS.get(at)).settle();
        }
        inTime = crash(run, ROUNDS.get(broken), messages);
        for (AgentMessage.Assigned later : ROUNDS.subList(broken + 1, ROUNDS.size())) {
          run.send(later).settle();
        }
        assertThat(run.effects(Effect.Fail.class)).as("round %d, message %d", broken + 1, messages).isEmpty();
        assertThat(run.state()).as("round %d, message %d", broken + 1, messages).isEqualTo(whole.state());
        assertThat(run.report()).as("round %d, message %d", broken + 1, messages).isEqualTo(whole.report());
        messages++;
      }
      assertThat(messages).as("messages of round %d", broken + 1).isGreaterThan(20);
    }
  }

  @Test
  void aWorldThatForgetsEverythingAfterAnyMessageCostsARoundAtMost() {
    AgentMessage.Assigned assigned = ROUNDS.getFirst();
    DoorRun whole = run().send(assigned).settle();
    int again = 0;
    int messages = 0;
    boolean inTime = true;
    while (inTime) {
      DoorRun run = run().send(assigned);
      for (int delivered = 0; delivered < messages && inTime; delivered++) {
        inTime = run.deliverOne();
      }
      run.forgetWorld().settle();
      if (!run.effects(Effect.BeginAgain.class).isEmpty()) {
        assertThat(run.effects(Effect.Report.class)).as("message %d", messages).isEmpty();
        run.crash().send(assigned).settle();
        again++;
      }
      assertThat(run.effects(Effect.Fail.class)).as("message %d", messages).isEmpty();
      assertThat(run.state()).as("message %d", messages).isEqualTo(whole.state());
      assertThat(run.report()).as("message %d", messages).isEqualTo(whole.report());
      messages++;
    }
    assertThat(again).as("lives that began again, of %d", messages).isPositive();
  }
}
