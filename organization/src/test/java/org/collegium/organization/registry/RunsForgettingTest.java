package org.collegium.organization.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.collegium.organization.registry.RunsEffect.ClearStores;
import org.collegium.organization.registry.RunsEffect.ForgetPart;
import org.collegium.organization.registry.RunsEffect.Keep;
import org.collegium.organization.registry.RunsEffect.Reject;
import org.collegium.organization.registry.RunsEffect.TellForgetting;
import org.collegium.organization.registry.RunsEffect.TellForgotten;
import org.collegium.organization.registry.RunsMessage.ForgetAsked;
import org.collegium.organization.registry.RunsMessage.NodeCame;
import org.collegium.organization.registry.RunsMessage.NodeClosed;
import org.collegium.organization.registry.RunsMessage.NodeForgot;
import org.collegium.organization.registry.RunsMessage.NodeOpened;
import org.collegium.organization.registry.RunsMessage.NodeWent;
import org.collegium.organization.registry.RunsMessage.PartsFound;
import org.collegium.organization.registry.RunsMessage.StoresCleared;
import org.collegium.organization.registry.RunsMessage.Submitted;
import org.junit.jupiter.api.Test;

class RunsForgettingTest {
  private static final RunsCore CORE = new RunsCore("o", 1, 1);
  private static final List<String> NODES = List.of("a", "m", "o");
  private static final String R1 = identity(1).value();
  private static final ForgetAsked FORGET = new ForgetAsked("r", "wish", "client");

  private RunsState state = RunsState.INITIAL;

  private static RunIdentity identity(int number) {
    return RunIdentity.drawn("r", "request " + number, number);
  }

  private List<RunsEffect> tell(RunsMessage message) {
    RunsStep step = CORE.step(state, message);
    state = step.state();
    return step.effects();
  }

  private void come(String node) {
    NodeRole role = node.equals("o") ? NodeRole.ORGANIZATION : node.equals("a") ? NodeRole.AGENTS : NodeRole.MODEL_HOST;
    tell(new NodeCame(node, Set.of(role)));
  }

  private void submit(int number) {
    NODES.forEach(this::come);
    tell(new Submitted(identity(number), "text", List.of("dual/1"), "client"));
  }

  /** All nodes take part; the last one says that it cannot, so that the run is over at once. */
  private void play(int number) {
    submit(number);
    String run = identity(number).value();
    tell(new NodeOpened(run, "a", Optional.empty()));
    tell(new NodeOpened(run, "o", Optional.empty()));
    tell(new NodeOpened(run, "m", Optional.of("no")));
    NODES.forEach(node -> tell(new NodeClosed(run, node)));
    assertThat(state.past("r")).isPresent();
  }

  @Test
  void nodesRemoveTheirPartsBeforeTheStoresAreCleared() {
    play(1);

    assertThat(tell(FORGET))
        .containsExactly(
            new Keep(),
            new ForgetPart("a", R1),
            new ForgetPart("m", R1),
            new ForgetPart("o", R1),
            new TellForgetting("client", R1));
    assertThat(tell(FORGET)).containsExactly(new TellForgetting("client", R1));
    assertThat(tell(new NodeForgot(R1, "a", Optional.empty())))
        .containsExactly(new Keep(), new ForgetPart("m", R1), new ForgetPart("o", R1));
    assertThat(tell(new NodeForgot(R1, "a", Optional.empty()))).isEmpty();
    tell(new NodeForgot(R1, "o", Optional.empty()));
    assertThat(tell(new NodeForgot(R1, "m", Optional.empty()))).containsExactly(new Keep(), new ClearStores(R1));
    assertThat(tell(new StoresCleared(R1, Optional.empty()))).containsExactly(new Keep());

    assertThat(tell(FORGET)).singleElement().isInstanceOf(TellForgotten.class);
    assertThat(tell(new RunsMessage.Reminded(10))).as("nothing is left to do").isEmpty();
    assertThat(tell(new RunsMessage.Attached("r", "late")))
        .containsExactly(new Reject("late", "the cluster has forgotten the run named r"));
  }

  @Test
  void aRunThatFailedIsNotTakenForTheOneThatIsSubmittedNow() {
    play(1);
    Submitted another = new Submitted(identity(2), "text", List.of("dual/1"), "late");

    assertThat(tell(another))
        .containsExactly(
            new Reject("late", "a run named r ended (failed): attach to it, forget it, or choose another name"));
    assertThat(tell(new Submitted(identity(1), "text", List.of("dual/1"), "client")))
        .as("said again").last().isInstanceOf(RunsEffect.TellEnd.class);
  }

  @Test
  void aRunThatIsPlayedIsNotForgottenAndAnUnknownOneIsSaidToBe() {
    submit(1);

    assertThat(tell(FORGET))
        .containsExactly(new Reject("client", "r is being played, so it is not forgotten; stop it first"));
    assertThat(tell(new ForgetAsked("s", "wish", "client")))
        .containsExactly(new Reject("client", "the cluster knows no run named s"));
  }

  @Test
  void aNodeThatWasAwayRemovesItsPartWhenItIsBackAndTheStoresAreClearedBehindIt() {
    play(1);
    tell(new NodeWent("m"));
    tell(FORGET);
    tell(new NodeForgot(R1, "a", Optional.empty()));
    assertThat(tell(new NodeForgot(R1, "o", Optional.empty()))).containsExactly(new Keep(), new ClearStores(R1));
    tell(new StoresCleared(R1, Optional.empty()));
    TellForgotten told = (TellForgotten) tell(FORGET).getFirst();
    assertThat(told.run().nodes()).containsExactly("m");

    state = state.recovered();
    come("m");
    assertThat(tell(new PartsFound("m", List.of(R1), List.of(R1)))).containsExactly(new ForgetPart("m", R1));
    assertThat(tell(new NodeForgot(R1, "m", Optional.empty()))).containsExactly(new Keep(), new ClearStores(R1));
  }

  @Test
  void aNodeThatNeverSaidThatItTookPartIsToldWhenItsFilesAreFound() {
    play(1);
    tell(FORGET);
    NODES.forEach(node -> tell(new NodeForgot(R1, node, Optional.empty())));
    tell(new StoresCleared(R1, Optional.empty()));
    come("a2");

    assertThat(tell(new PartsFound("a2", List.of(R1), List.of())))
        .containsExactly(new Keep(), new ForgetPart("a2", R1));
  }

  @Test
  void whatCannotBeRemovedIsToldAndTriedAgain() {
    play(1);
    tell(FORGET);
    tell(new NodeForgot(R1, "a", Optional.of("the disk is broken")));
    assertThat(tell(FORGET)).singleElement()
        .isEqualTo(
            new Reject(
                "client", "not all of r can be removed: a: the disk is broken; the cluster goes on trying"));

    assertThat(tell(new RunsMessage.Reminded(9))).isEmpty();
    assertThat(tell(new RunsMessage.Reminded(10))).contains(new ForgetPart("a", R1));
    NODES.forEach(node -> tell(new NodeForgot(R1, node, Optional.empty())));
    tell(new StoresCleared(R1, Optional.of("the database is away")));
    assertThat(tell(new RunsMessage.Reminded(20))).containsExactly(new ClearStores(R1));
    tell(new StoresCleared(R1, Optional.empty()));
    assertThat(tell(FORGET)).singleElement().isInstanceOf(TellForgotten.class);
  }

  @Test
  void whoIsHeardLateNeitherForgetsNorPlaysAnotherRunOfTheName() {
    play(1);
    tell(FORGET);
    assertThat(tell(new Submitted(identity(1), "text", List.of("dual/1"), "late")))
        .containsExactly(new Reject("late", "the cluster has forgotten the run named r"));
    play(2);

    assertThat(tell(FORGET)).as("the wish was about the first run").containsExactly(new TellForgetting("client", R1));
    assertThat(state.past("r").orElseThrow().identity()).isEqualTo(identity(2));
    assertThat(tell(new ForgetAsked("r", "another wish", "client")))
        .contains(new ForgetPart("a", identity(2).value()));
  }

  @Test
  void onlyWhatIsOverIsClosedAndWhatIsUnknownIsNamed() {
    play(1);
    RunIdentity other = RunIdentity.drawn("s", "another request", 2);
    tell(new Submitted(other, "text", List.of("dual/1"), "client"));
    String inPlay = other.value();

    assertThat(tell(new PartsFound("a", List.of(R1, inPlay, "x-000000000009"), List.of(R1, inPlay))))
        .containsExactly(
            new RunsEffect.CloseAgain(R1, List.of("a")), new RunsEffect.NameStray("a", "x-000000000009"));
    assertThat(tell(new PartsFound("a", List.of(R1, inPlay), List.of(inPlay)))).isEmpty();
  }

  @Test
  void onlySoManyForgottenRunsAreRememberedAndWhatIsLeftOfThoseBeforeIsTold() {
    List<RunsEffect> last = List.of();
    for (int number = 0; number <= RunsState.FORGOTTEN_MAX; number++) {
      play(number);
      last = tell(new ForgetAsked("r", "wish " + number, "client"));
    }

    assertThat(state.forgotten()).hasSize(RunsState.FORGOTTEN_MAX);
    assertThat(last.stream().filter(RunsEffect.Abandon.class::isInstance).map(RunsEffect.Abandon.class::cast))
        .singleElement()
        .satisfies(abandoned -> assertThat(abandoned.run().identity()).isEqualTo(identity(0)));
  }

  /** Nodes come and go, messages are lost, the registry dies: in the end nothing of the run is anywhere. */
  @Test
  void whateverIsLostOnTheWayNothingOfTheRunStays() {
    for (int seed = 0; seed < 300; seed++) {
      state = RunsState.INITIAL;
      play(1);
      forgetThroughTrouble(new SplittableRandom(seed), "seed " + seed);
    }
  }

  private void forgetThroughTrouble(SplittableRandom random, String seed) {
    Set<String> parts = new TreeSet<>(NODES);
    boolean[] hasStates = {true};
    RunsState kept = state;
    for (int turn = 0; turn < 400; turn++) {
      boolean isCalm = turn > 300;
      String node = NODES.get(random.nextInt(NODES.size()));
      List<RunsMessage> messages = new ArrayList<>();
      switch (random.nextInt(isCalm ? 3 : 6)) {
        case 0 -> messages.add(FORGET);
        case 1 -> messages.add(new RunsMessage.Reminded(10));
        case 2 -> {
          come(node);
          messages.add(new PartsFound(node, parts.contains(node) ? List.of(R1) : List.of(), List.of()));
        }
        case 3 -> messages.add(new NodeWent(node));
        case 4 -> state = kept.recovered();
        default -> hasStates[0] |= parts.contains(node);
      }
      while (!messages.isEmpty()) {
        List<RunsEffect> effects = tell(messages.removeFirst());
        kept = effects.contains(new Keep()) ? state : kept;
        for (RunsEffect effect : effects) {
          boolean isLost = !isCalm && random.nextInt(3) == 0;
          if (!isLost && effect instanceof ForgetPart(String at, String run)) {
            parts.remove(at);
            messages.add(new NodeForgot(run, at, Optional.empty()));
          } else if (!isLost && effect instanceof ClearStores(String run)) {
            hasStates[0] = false;
            messages.add(new StoresCleared(run, Optional.empty()));
          }
        }
        messages.removeIf(_ -> !isCalm && random.nextInt(3) == 0);
      }
    }
    assertThat(parts).as(seed).isEmpty();
    assertThat(hasStates[0]).as("%s: states", seed).isFalse();
    assertThat(tell(FORGET)).as(seed).singleElement().isInstanceOf(TellForgotten.class);
  }
}
