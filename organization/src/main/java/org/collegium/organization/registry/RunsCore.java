package org.collegium.organization.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.collegium.organization.registry.RunsEffect.Keep;
import org.collegium.organization.registry.RunsMessage.NodeOpened;
import org.collegium.organization.registry.RunsMessage.OrganizationEnded;
import org.collegium.organization.registry.RunsMessage.Submitted;
import org.collegium.organization.rounds.OrchestratorMessage.NodeFailed;
import org.collegium.organization.rounds.OrchestratorMessage.StopRequested;
import org.collegium.organization.rounds.RunEnding;
import org.collegium.organization.run.RunOutcome.Ending;

/**
 * The registry of runs as a pure function. A cluster plays one run at a time. A run is opened on every node that is
 * there or comes; its organizations begin when there are nodes for all roles; when all of them have ended, every node
 * closes its part, and then it is announced.
 */
public final class RunsCore {
  /** What could not be removed of a forgotten run is tried again with every such reminder. */
  private static final int FORGET_REMINDERS = 10;

  /** A run that is to stop waits for so many reminders for nodes with which it could begin. */
  private static final int STOP_REMINDERS = 20;

  private final NeededNodes needed;

  /**
   * @param self name of the node that keeps the registry: orchestrators live there
   * @param agentNodesMin nodes with agents that must be ready before a run begins
   * @param hostNodesMin the same of model hosts
   */
  public RunsCore(String self, int agentNodesMin, int hostNodesMin) {
    this.needed = new NeededNodes(self, agentNodesMin, hostNodesMin);
  }

  /** What a message leads to. Messages about a run that is not in play change nothing. */
  public RunsStep step(RunsState state, RunsMessage message) {
    return switch (message) {
      case Submitted submitted -> submitted(state, submitted);
      case RunsMessage.Attached attached -> attached(state, attached.name(), attached.client());
      case RunsMessage.Reminded reminded -> reminded(state, reminded.count());
      case RunsMessage.ForgetAsked asked -> RunsForgetting.asked(state, asked);
      case RunsMessage.NodeForgot forgot -> RunsForgetting.nodeForgot(state, forgot);
      case RunsMessage.StoresCleared cleared -> RunsForgetting.cleared(state, cleared);
      case RunsMessage.PartsFound found -> RunsForgetting.found(state, found);
      case RunsMessage.StopAsked asked -> stop(state, asked.name());
      case RunsMessage.NodeCame came -> came(state, came);
      case RunsMessage.NodeWent went -> whenClosed(state.withoutNode(went.node()));
      case NodeOpened opened -> opened(state, opened);
      case RunsMessage.NodeClosed closed when isInPlay(state, closed.run()) ->
          whenClosed(state.closed(closed.node()));
      case RunsMessage.ClosingTakesTooLong late when isInPlay(state, late.run()) && !state.closing().isEmpty() ->
          over(state, new ArrayList<>());
      case OrganizationEnded ended when isInPlay(state, ended.run()) -> ended(state, ended);
      case RunsMessage.OrganizationBroken broken when isInPlay(state, broken.run()) ->
          RunsStep.of(state, new RunsEffect.Tell(List.of(broken.organization()), new NodeFailed(broken.reason())));
      case RunsMessage.NodeClosed _, RunsMessage.ClosingTakesTooLong _ -> RunsStep.of(state);
      case OrganizationEnded _, RunsMessage.OrganizationBroken _ -> RunsStep.of(state);
    };
  }

  private static boolean isInPlay(RunsState state, String run) {
    return state.inPlay().filter(playing -> playing.identity().value().equals(run)).isPresent();
  }

  private static Optional<RunInPlay> playing(RunsState state, String name) {
    return state.inPlay().filter(playing -> playing.identity().name().equals(name));
  }

  private static RunsStep attached(RunsState state, String name, String client) {
    Optional<RunInPlay> playing = playing(state, name);
    if (playing.isPresent()) {
      return RunsStep.of(state, accept(client, playing.get().identity(), playing.get().scenario()));
    }
    return state.past(name)
        .map(past ->
            RunsStep.of(
                state, accept(client, past.identity(), past.scenario()), new RunsEffect.TellEnd(client, past)))
        .orElseGet(() -> RunsStep.of(state, new RunsEffect.Reject(client, unknown(state, name))));
  }

  private static String unknown(RunsState state, String name) {
    return RunsForgetting.latest(state, name).isPresent()
        ? "the cluster has forgotten the run named " + name
        : "the cluster knows no run named " + name;
  }

  private static RunsEffect accept(String client, RunIdentity identity, String scenario) {
    return new RunsEffect.Accept(client, identity.value(), scenario);
  }

  private static RunsStep submitted(RunsState state, Submitted submitted) {
    String name = submitted.identity().name();
    String request = submitted.identity().request();
    if (state.forgotten().stream().anyMatch(run -> run.identity().request().equals(request))) {
      return RunsStep.of(state, new RunsEffect.Reject(submitted.client(), unknown(state, name)));
    }
    Optional<PastRun> cut = state.past(name).filter(PastRun::isCut);
    if (cut.filter(past -> !past.identity().request().equals(request)).isPresent()) {
      String ending = cut.get().outcome().ending().name().toLowerCase(Locale.ROOT);
      return RunsStep.of(
          state,
          new RunsEffect.Reject(
              submitted.client(),
              "a run named " + name + " ended (" + ending + "): attach to it, forget it, or choose another name"));
    }
    Optional<String> known =
        playing(state, name).map(RunInPlay::scenario).or(() -> state.past(name).map(PastRun::scenario));
    if (known.isPresent()) {
      return known.get().equals(submitted.scenario())
          ? attached(state, name, submitted.client())
          : RunsStep.of(
              state,
              new RunsEffect.Reject(
                  submitted.client(), "the cluster knows another run named " + name + "; choose a new name"));
    }
    if (state.inPlay().isPresent()) {
      String other = state.inPlay().get().identity().name();
      return RunsStep.of(
          state,
          new RunsEffect.Reject(
              submitted.client(),
              "the cluster plays " + other + ", and one run at a time; attach to it or stop it, or come back later"));
    }
    RunInPlay run = RunInPlay.of(submitted.identity(), submitted.scenario(), submitted.organizations());
    List<RunsEffect> effects = new ArrayList<>();
    effects.add(new Keep());
    effects.add(accept(submitted.client(), submitted.identity(), submitted.scenario()));
    state.nodes().keySet().forEach(node -> effects.add(open(node, run)));
    return new RunsStep(state.with(run), effects);
  }

  private static RunsEffect open(String node, RunInPlay run) {
    return new RunsEffect.Open(node, run.identity().value(), run.scenario());
  }

  private static RunsStep reminded(RunsState state, int count) {
    RunsStep step = remind(state);
    if (count % FORGET_REMINDERS != 0) {
      return step;
    }
    List<RunsEffect> effects = new ArrayList<>(step.effects());
    effects.addAll(RunsForgetting.again(step.state()));
    return new RunsStep(step.state(), effects);
  }

  private static RunsStep remind(RunsState before) {
    if (before.inPlay().isEmpty()) {
      return RunsStep.of(before);
    }
    RunsState state = before.hasBegun() ? before : before.reminded();
    RunInPlay run = state.inPlay().orElseThrow();
    if (!state.closing().isEmpty()) {
      return RunsStep.of(state, new RunsEffect.CloseAgain(run.identity().value(), List.copyOf(state.closing())));
    }
    List<RunsEffect> effects = new ArrayList<>();
    if (run.isStopping() && !state.hasBegun() && state.reminders() >= STOP_REMINDERS) {
      effects.add(new Keep());
      return close(state.with(run.failed("stopped while there were no nodes for all roles")), effects);
    }
    state.nodes().keySet().stream()
        .filter(node -> !state.opened().contains(node))
        .forEach(node -> effects.add(open(node, run)));
    return new RunsStep(state, effects);
  }

  private static RunsStep stop(RunsState state, String name) {
    if (playing(state, name).isEmpty()) {
      return RunsStep.of(state);
    }
    RunInPlay run = playing(state, name).orElseThrow().stopping();
    RunsState stopping = state.with(run);
    return state.hasBegun()
        ? RunsStep.of(stopping, new Keep(), new RunsEffect.Tell(run.playing(), new StopRequested()))
        : RunsStep.of(stopping, new Keep());
  }

  private static RunsStep came(RunsState state, RunsMessage.NodeCame came) {
    RunsState seen = state.withNode(came.node(), came.roles());
    return state.inPlay()
        .filter(run -> !run.isOver() || !state.hasBegun())
        .map(run -> RunsStep.of(seen, open(came.node(), run)))
        .orElse(RunsStep.of(seen));
  }

  private RunsStep opened(RunsState state, NodeOpened opened) {
    if (!isInPlay(state, opened.run()) || !state.closing().isEmpty()) {
      return RunsStep.of(state);
    }
    RunInPlay run = state.inPlay().orElseThrow();
    if (opened.problem().isPresent()) {
      return unable(state, run, opened.node(), opened.problem().get());
    }
    List<RunsEffect> effects = new ArrayList<>();
    RunInPlay joined = run.joinedBy(opened.node());
    RunsState next = state.withOpened(opened.node()).with(joined);
    if (!joined.equals(run)) {
      effects.add(new Keep());
    }
    return !next.hasBegun() && needed.areReady(next)
        ? begin(next, joined, effects)
        : new RunsStep(next, effects);
  }

  /** A run fails only when it cannot begin without the node, as far as can be seen. */
  private RunsStep unable(RunsState state, RunInPlay run, String node, String problem) {
    RunsState next = state.withUnable(node, problem);
    if (state.hasBegun() || needed.mayBeReady(next, run)) {
      return problem.equals(state.unable().get(node))
          ? RunsStep.of(next)
          : RunsStep.of(next, new RunsEffect.NameUnable(node, run.identity().value(), problem));
    }
    RunInPlay failed = run.joinedBy(node).failed(node + ": " + problem);
    return close(next.withOpened(node).with(failed), new ArrayList<>(List.of(new Keep())));
  }

  private static RunsStep begin(RunsState state, RunInPlay run, List<RunsEffect> effects) {
    if (run.isOver()) {
      // Whoever kept the registry before died between the last end and the closing of the nodes.
      return close(state, effects);
    }
    effects.add(new RunsEffect.Begin(run.identity().value(), run.playing()));
    if (run.isStopping()) {
      effects.add(new RunsEffect.Tell(run.playing(), new StopRequested()));
    }
    return new RunsStep(state.begun(), effects);
  }

  private static RunsStep ended(RunsState state, OrganizationEnded ended) {
    RunInPlay before = state.inPlay().orElseThrow();
    if (before.finished().containsKey(ended.organization())) {
      return RunsStep.of(state);
    }
    RunInPlay run = before.ended(ended.organization(), ended.finish());
    List<RunsEffect> effects = new ArrayList<>(List.of(new Keep()));
    if (run.isOver()) {
      return close(state.with(run), effects);
    }
    if (ended.finish().ending() == Ending.FAILED) {
      effects.add(new RunsEffect.Tell(run.playing(), new StopRequested()));
    }
    return new RunsStep(state.with(run), effects);
  }

  private static RunsStep close(RunsState state, List<RunsEffect> effects) {
    RunsState closing = state.begun().closingAll();
    if (closing.closing().isEmpty()) {
      return over(closing, effects);
    }
    String run = closing.inPlay().orElseThrow().identity().value();
    effects.add(new RunsEffect.Close(run, List.copyOf(closing.closing())));
    return new RunsStep(closing, effects);
  }

  private static RunsStep whenClosed(RunsState state) {
    boolean isClosing = state.hasBegun() && state.inPlay().filter(RunInPlay::isOver).isPresent();
    return isClosing && state.closing().isEmpty() ? over(state, new ArrayList<>()) : RunsStep.of(state);
  }

  private static RunsStep over(RunsState state, List<RunsEffect> effects) {
    RunInPlay run = state.inPlay().orElseThrow();
    PastRun past =
        new PastRun(run.identity(), run.scenario(), RunEnding.of(run.finished(), run.failure()), run.nodes());
    effects.add(new Keep());
    effects.add(new RunsEffect.Announce(past));
    RunsState next = state.over(past);
    List<PastRun> tooOld = next.past().subList(0, Math.max(0, next.past().size() - RunsState.PAST_MAX));
    for (PastRun old : tooOld) {
      next = next.withoutPast(old.identity().name());
      effects.add(new RunsEffect.NameTooOld(old.identity().value()));
    }
    RunsStep forgetting =
        RunsForgetting.forget(next, tooOld.stream().map(old -> ForgottenRun.of(old, "")).toList());
    effects.addAll(forgetting.effects());
    return new RunsStep(forgetting.state(), effects);
  }
}
