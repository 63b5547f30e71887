package org.collegium.organization.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.collegium.organization.registry.RunsEffect.Begin;
import org.collegium.organization.registry.RunsEffect.Close;
import org.collegium.organization.registry.RunsEffect.Keep;
import org.collegium.organization.registry.RunsEffect.NameUnable;
import org.collegium.organization.registry.RunsEffect.Open;
import org.collegium.organization.registry.RunsMessage.NodeCame;
import org.collegium.organization.registry.RunsMessage.NodeOpened;
import org.collegium.organization.registry.RunsMessage.Reminded;
import org.collegium.organization.registry.RunsMessage.Submitted;
import org.collegium.organization.rounds.OrchestratorMessage.StopRequested;
import org.junit.jupiter.api.Test;

/** Nodes that cannot take part in a run, and a stop before it has begun. */
class RunsBeginningTest {
  private static final RunsCore CORE = new RunsCore("o", 1, 1);
  private static final RunIdentity R = new RunIdentity("name of r", "r", "request");
  private static final Submitted SUBMITTED = new Submitted(R, "text", List.of("dual/1"), "client");
  private static final Begin BEGIN = new Begin("r", List.of("dual/1"));

  private RunsState state = RunsState.INITIAL;
  private int reminders;

  private List<RunsEffect> tell(RunsMessage message) {
    RunsStep step = CORE.step(state, message);
    state = step.state();
    return step.effects();
  }

  private void come(String node) {
    NodeRole role =
        switch (node.charAt(0)) {
          case 'o' -> NodeRole.ORGANIZATION;
          case 'a' -> NodeRole.AGENTS;
          default -> NodeRole.MODEL_HOST;
        };
    tell(new NodeCame(node, Set.of(role)));
  }

  private void come(String... nodes) {
    List.of(nodes).forEach(this::come);
  }

  private List<RunsEffect> opened(String node) {
    return tell(new NodeOpened("r", node, Optional.empty()));
  }

  private List<RunsEffect> unable(String node) {
    return tell(new NodeOpened("r", node, Optional.of("the disk is full")));
  }

  private static NameUnable named(String node) {
    return new NameUnable(node, "r", "the disk is full");
  }

  private List<RunsEffect> remind() {
    reminders++;
    return tell(new Reminded(reminders));
  }

  @Test
  void aNodeThatComesLateAndCannotTakePartDoesNotEndTheRunAndIsAskedAgain() {
    come("o", "a", "m");
    tell(SUBMITTED);
    List.of("o", "a", "m").forEach(this::opened);
    come("a2");

    assertThat(unable("a2")).containsExactly(named("a2"));
    assertThat(unable("a2")).as("it is told once").isEmpty();
    assertThat(state.inPlay().orElseThrow().nodes()).containsExactly("a", "m", "o");
    assertThat(state.inPlay().orElseThrow().failure()).isEmpty();
    assertThat(remind()).containsExactly(new Open("a2", "r", "text"));
    assertThat(opened("a2")).containsExactly(new Keep());
    assertThat(remind()).isEmpty();
    assertThat(state.unable()).isEmpty();
  }

  @Test
  void aRunBeginsWithoutANodeThatCannotTakePartWhenTheOthersSuffice() {
    come("o", "a", "a2", "m");
    tell(SUBMITTED);

    assertThat(unable("a2")).containsExactly(named("a2"));
    opened("o");
    opened("m");
    assertThat(opened("a")).containsExactly(new Keep(), BEGIN);
    assertThat(state.inPlay().orElseThrow().nodes()).containsExactly("a", "m", "o");
  }

  @Test
  void aRunFailsWhenNoNodeOfARoleCanTakePart() {
    come("o", "a", "a2", "m");
    tell(SUBMITTED);
    opened("o");

    assertThat(unable("a2")).containsExactly(named("a2"));
    assertThat(unable("a")).containsExactly(new Keep(), new Close("r", List.of("a", "o")));
    assertThat(state.inPlay().orElseThrow().failure()).contains("a: the disk is full");
  }

  @Test
  void theNextRegistryWaitsForThoseWhoTookPartBeforeItGivesARunUp() {
    come("o", "a", "m");
    tell(SUBMITTED);
    List.of("o", "a", "m").forEach(this::opened);
    state = state.recovered();
    come("a2");

    assertThat(unable("a2")).containsExactly(named("a2"));
    come("o", "m", "a");
    opened("o");
    opened("m");
    assertThat(opened("a")).containsExactly(BEGIN);
  }

  @Test
  void aRunThatCannotBeginCanBeStopped() {
    come("o");
    tell(SUBMITTED);
    opened("o");
    tell(new RunsMessage.StopAsked("name of r"));
    for (int reminder = 1; reminder < 20; reminder++) {
      assertThat(remind()).as("reminder %d", reminder).isEmpty();
    }

    assertThat(remind()).containsExactly(new Keep(), new Close("r", List.of("o")));
  }

  @Test
  void aStopWhileNodesOpenTheRunWaitsForThemHoweverLongTheClusterPlayedNothingBefore() {
    come("o", "a", "m");
    for (int reminder = 0; reminder < 100; reminder++) {
      remind();
    }
    tell(SUBMITTED);
    tell(new RunsMessage.StopAsked("name of r"));

    assertThat(remind()).hasSize(3).allMatch(effect -> effect instanceof Open);
    opened("o");
    opened("a");
    assertThat(opened("m"))
        .containsExactly(new Keep(), BEGIN, new RunsEffect.Tell(List.of("dual/1"), new StopRequested()));
  }

  @Test
  void aSubmissionThatIsRepeatedDoesNotPutAStopOff() {
    come("o");
    tell(SUBMITTED);
    opened("o");
    tell(new RunsMessage.StopAsked("name of r"));
    for (int reminder = 1; reminder < 20; reminder++) {
      remind();
      tell(SUBMITTED);
    }

    assertThat(remind()).containsExactly(new Keep(), new Close("r", List.of("o")));
  }
}
