package org.collegium.organization.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.collegium.organization.registry.RunsEffect.Accept;
import org.collegium.organization.registry.RunsEffect.Announce;
import org.collegium.organization.registry.RunsEffect.Begin;
import org.collegium.organization.registry.RunsEffect.Close;
import org.collegium.organization.registry.RunsEffect.Keep;
import org.collegium.organization.registry.RunsEffect.Open;
import org.collegium.organization.registry.RunsEffect.Reject;
import org.collegium.organization.registry.RunsEffect.TellEnd;
import org.collegium.organization.registry.RunsMessage.NodeCame;
import org.collegium.organization.registry.RunsMessage.NodeClosed;
import org.collegium.organization.registry.RunsMessage.NodeOpened;
import org.collegium.organization.registry.RunsMessage.NodeWent;
import org.collegium.organization.registry.RunsMessage.OrganizationEnded;
import org.collegium.organization.registry.RunsMessage.Submitted;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunOutcome.Ending;
import org.junit.jupiter.api.Test;

class RunsCoreTest {
  private static final RunsCore CORE = new RunsCore("o", 1, 1);
  private static final List<String> BOTH = List.of("dual/1", "dual/2");

  private static final RunIdentity R = new RunIdentity("name of r", "r", "request");
  private static final Submitted SUBMITTED = new Submitted(R, "text", BOTH, "client");

  private RunsState state = RunsState.INITIAL;

  private List<RunsEffect> tell(RunsMessage message) {
    RunsStep step = CORE.step(state, message);
    state = step.state();
    return step.effects();
  }

  private static NodeCame came(String node, NodeRole role) {
    return new NodeCame(node, Set.of(role));
  }

  private static NodeOpened opened(String node) {
    return new NodeOpened("r", node, Optional.empty());
  }

  private static OrganizationEnded ended(String organization, Ending ending) {
    return new OrganizationEnded("r", organization, new Finish(ending, "detail", 3, "hash of " + organization));
  }

  private void play() {
    tell(came("o", NodeRole.ORGANIZATION));
    tell(came("a", NodeRole.AGENTS));
    tell(came("m", NodeRole.MODEL_HOST));
    tell(SUBMITTED);
    List.of("o", "a", "m").forEach(node -> tell(opened(node)));
  }

  @Test
  void aRunIsKeptBeforeItIsAcceptedAndOpenedOnEveryNode() {
    tell(came("o", NodeRole.ORGANIZATION));
    tell(came("a", NodeRole.AGENTS));

    assertThat(tell(SUBMITTED))
        .containsExactly(
            new Keep(), new Accept("client", "r", "text"), new Open("a", "r", "text"), new Open("o", "r", "text"));
  }

  @Test
  void organizationsBeginWhenThereAreNodesForAllRoles() {
    tell(came("o", NodeRole.ORGANIZATION));
    tell(came("a", NodeRole.AGENTS));
    tell(came("m", NodeRole.MODEL_HOST));
    tell(SUBMITTED);

    assertThat(tell(opened("a"))).containsExactly(new Keep());
    assertThat(tell(opened("o"))).containsExactly(new Keep());
    assertThat(tell(opened("m"))).containsExactly(new Keep(), new Begin("r", List.of("dual/1", "dual/2")));
    assertThat(tell(came("m2", NodeRole.MODEL_HOST))).containsExactly(new Open("m2", "r", "text"));
    assertThat(tell(opened("m2"))).containsExactly(new Keep());
  }

  @Test
  void anotherRunIsRejectedWhileOneIsPlayedAndTheSameOneIsAcceptedAgain() {
    play();

    assertThat(tell(new Submitted(new RunIdentity("s", "s", "other"), "text", List.of(), "other"))).singleElement()
        .isInstanceOf(Reject.class);
    assertThat(tell(new Submitted(R, "another text", List.of(), "other"))).singleElement()
        .isInstanceOf(Reject.class);
    assertThat(tell(SUBMITTED)).containsExactly(new Accept("client", "r", "text"));
    assertThat(tell(new RunsMessage.Attached("s", "other"))).singleElement().isInstanceOf(Reject.class);
  }

  @Test
  void aRunIsAnnouncedWhenAllOrganizationsHaveEndedAndAllNodesHaveClosedIt() {
    play();

    assertThat(tell(ended("dual/1", Ending.COMPLETED))).containsExactly(new Keep());
    assertThat(tell(ended("dual/1", Ending.COMPLETED))).isEmpty();
    assertThat(tell(ended("dual/2", Ending.COMPLETED)))
        .containsExactly(new Keep(), new Close("r", List.of("a", "m", "o")));
    assertThat(tell(new NodeClosed("r", "a"))).isEmpty();
    assertThat(tell(new NodeWent("m"))).isEmpty();
    List<RunsEffect> last = tell(new NodeClosed("r", "o"));

    assertThat(last).hasSize(2).first().isEqualTo(new Keep());
    PastRun past = ((Announce) last.getLast()).run();
    assertThat(past.nodes()).containsExactly("a", "m", "o");
    assertThat(past.outcome().ending()).isEqualTo(Ending.COMPLETED);
    assertThat(past.outcome().stateHashes()).containsEntry("dual/2", "hash of dual/2");
    assertThat(tell(new RunsMessage.Attached("name of r", "late")))
        .containsExactly(new Accept("late", "r", "text"), new TellEnd("late", past));
    assertThat(state.inPlay()).isEmpty();
  }

  @Test
  void nodesThatDoNotCloseARunAreWaitedForOnlySoLong() {
    play();
    tell(ended("dual/1", Ending.COMPLETED));
    tell(ended("dual/2", Ending.COMPLETED));

    assertThat(tell(new RunsMessage.ClosingTakesTooLong("r"))).last().isInstanceOf(Announce.class);
    assertThat(tell(new RunsMessage.ClosingTakesTooLong("r"))).isEmpty();
  }

  @Test
  void aNodeThatCannotPlayTheRunFailsIt() {
    tell(came("o", NodeRole.ORGANIZATION));
    tell(SUBMITTED);

    assertThat(tell(new NodeOpened("r", "o", Optional.of("there is no base"))))
        .containsExactly(new Keep(), new Close("r", List.of("o")));
    Announce announced = (Announce) tell(new NodeClosed("r", "o")).getLast();

    assertThat(announced.run().outcome().ending()).isEqualTo(Ending.FAILED);
    assertThat(announced.run().outcome().detail()).isEqualTo("o: there is no base");
  }

  @Test
  void whenOneOrganizationFailsTheOthersStopAtTheirNextBoundary() {
    play();

    assertThat(tell(ended("dual/1", Ending.FAILED)))
        .containsExactly(
            new Keep(), new RunsEffect.Tell(List.of("dual/2"), new OrchestratorMessage.StopRequested()));
  }

  @Test
  void aStopIsTakenUpAgainByTheNextRegistry() {
    play();
    tell(new RunsMessage.StopAsked("name of r"));
    state = state.recovered();
    tell(came("o", NodeRole.ORGANIZATION));
    tell(came("a", NodeRole.AGENTS));
    tell(came("m", NodeRole.MODEL_HOST));
    tell(opened("o"));
    tell(opened("a"));

    assertThat(tell(opened("m")))
        .containsExactly(
            new Begin("r", List.of("dual/1", "dual/2")),
            new RunsEffect.Tell(List.of("dual/1", "dual/2"), new OrchestratorMessage.StopRequested()));
  }

  /** The registry dies at any moment, nodes come and go in any order, everything is said again: the end is the same. */
  @Test
  void whateverDiesInBetweenTheRunEndsTheSame() {
    for (int seed = 0; seed < 300; seed++) {
      assertThat(outcome(new Random(seed))).as("seed %d", seed).isEqualTo(outcome(new Random(-1)));
    }
  }

  private RunOutcome outcome(Random random) {
    state = RunsState.INITIAL;
    tell(SUBMITTED);
    RunsState kept = state;
    List<String> nodes = new ArrayList<>(List.of("o", "a", "m"));
    for (int turn = 0; turn < 1_000; turn++) {
      List<RunsMessage> possible = new ArrayList<>();
      for (String node : nodes) {
        possible.add(new NodeCame(node, roles(node)));
        if (state.nodes().containsKey(node) && state.inPlay().isPresent()) {
          possible.add(state.closing().contains(node) ? new NodeClosed("r", node) : opened(node));
        }
      }
      if (state.hasBegun() && state.closing().isEmpty()) {
        possible.add(ended("dual/1", Ending.COMPLETED));
        possible.add(ended("dual/2", Ending.COMPLETED));
      }
      Collections.shuffle(possible, random);
      boolean dies = random.nextInt(8) == 0 && turn < 900;
      List<RunsEffect> effects = new ArrayList<>();
      if (dies) {
        state = kept.recovered();
      } else {
        effects.addAll(tell(possible.getFirst()));
      }
      if (effects.contains(new Keep())) {
        kept = state;
      }
      if (!state.past().isEmpty()) {
        return state.past().getLast().outcome();
      }
    }
    throw new AssertionError("the run did not end");
  }

  private static Set<NodeRole> roles(String node) {
    return switch (node) {
      case "o" -> EnumSet.of(NodeRole.ORGANIZATION);
      case "a" -> EnumSet.of(NodeRole.AGENTS);
      default -> EnumSet.of(NodeRole.MODEL_HOST);
    };
  }

  @Test
  void onlyTheLatestRunsAreRemembered() {
    List<RunsEffect> last = List.of();
    for (int run = 0; run < RunsState.PAST_MAX + 3; run++) {
      String name = "r" + run;
      tell(came("o", NodeRole.ORGANIZATION));
      tell(new Submitted(new RunIdentity(name, name, name), "text", List.of("dual/1"), "client"));
      tell(new NodeOpened(name, "o", Optional.of("no")));
      last = tell(new NodeClosed(name, "o"));
    }

    assertThat(last).contains(new RunsEffect.NameTooOld("r2")).last().isEqualTo(new RunsEffect.ForgetPart("o", "r2"));
    assertThat(state.past()).hasSize(RunsState.PAST_MAX);
    assertThat(state.past("r2")).isEmpty();
    assertThat(state.past("r3")).isPresent();
  }

  @Test
  void whatNodesDidNotAnswerIsToldAgain() {
    tell(came("o", NodeRole.ORGANIZATION));
    tell(came("a", NodeRole.AGENTS));
    tell(SUBMITTED);
    tell(opened("o"));

    assertThat(tell(new RunsMessage.Reminded(1))).containsExactly(new Open("a", "r", "text"));
    tell(came("m", NodeRole.MODEL_HOST));
    List.of("a", "m").forEach(node -> tell(opened(node)));
    assertThat(tell(new RunsMessage.Reminded(1))).isEmpty();
    assertThat(tell(came("a", NodeRole.AGENTS))).containsExactly(new Open("a", "r", "text"));
    assertThat(tell(new RunsMessage.Reminded(1))).as("a new life of a node").hasSize(1);
    tell(opened("a"));
    tell(ended("dual/1", Ending.COMPLETED));
    tell(ended("dual/2", Ending.COMPLETED));
    tell(new NodeClosed("r", "m"));

    assertThat(tell(new RunsMessage.Reminded(1)))
        .containsExactly(new RunsEffect.CloseAgain("r", List.of("a", "o")));
  }

  @Test
  void aRunKeepsTheIdentityThatItWasFirstGivenHoweverOftenItIsSubmitted() {
    play();
    Submitted again = new Submitted(new RunIdentity("name of r", "r2", "request"), "text", BOTH, "client");

    assertThat(tell(again)).containsExactly(new Accept("client", "r", "text"));
    assertThat(state.inPlay().orElseThrow().identity()).isEqualTo(R);
    BOTH.forEach(organization -> tell(ended(organization, Ending.COMPLETED)));
    BOTH.forEach(_ -> tell(again));
    List.of("o", "a", "m").forEach(node -> tell(new NodeClosed("r", node)));

    assertThat(tell(again)).hasSize(2).first().isEqualTo(new Accept("client", "r", "text"));
    assertThat(state.inPlay()).isEmpty();
  }

  @Test
  void whatNodesSayOfAnotherRunOfTheSameNameChangesNothing() {
    play();
    RunsState before = state;

    Finish finish = new Finish(Ending.COMPLETED, "", 3, "hash");
    assertThat(tell(new OrganizationEnded("name of r", "dual/1", finish))).isEmpty();
    assertThat(tell(new NodeOpened("r-of-earlier", "a", Optional.of("no")))).isEmpty();
    assertThat(state).isEqualTo(before);
  }
}
