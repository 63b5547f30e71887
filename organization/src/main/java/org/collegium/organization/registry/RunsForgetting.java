package org.collegium.organization.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.collegium.organization.registry.RunsEffect.Keep;

/**
 * How the registry gets rid of runs: nodes that are there remove their parts first, then the states and adapters are
 * removed; nodes that are away learn of it when they are back, and the stores are cleared once more behind them.
 * Everything can be said and done again.
 */
final class RunsForgetting {
  private RunsForgetting() {}

  /** A client wants to be rid of a run. */
  static RunsStep asked(RunsState state, RunsMessage.ForgetAsked asked) {
    Optional<ForgottenRun> sameWish =
        state.forgotten().stream().filter(run -> run.wish().equals(asked.wish())).findFirst();
    if (sameWish.isPresent()) {
      return RunsStep.of(state, told(state, sameWish.get(), asked.client()));
    }
    if (state.inPlay().filter(run -> run.identity().name().equals(asked.name())).isPresent()) {
      return RunsStep.of(
          state,
          new RunsEffect.Reject(
              asked.client(), asked.name() + " is being played, so it is not forgotten; stop it first"));
    }
    Optional<PastRun> past = state.past(asked.name());
    if (past.isPresent()) {
      ForgottenRun run = ForgottenRun.of(past.get(), asked.wish());
      RunsStep step = forget(state.withoutPast(asked.name()), List.of(run));
      List<RunsEffect> effects = new ArrayList<>(List.of(new Keep()));
      effects.addAll(step.effects());
      effects.add(told(step.state(), run, asked.client()));
      return new RunsStep(step.state(), effects);
    }
    return RunsStep.of(
        state,
        latest(state, asked.name())
            .map(run -> told(state, run, asked.client()))
            .orElse(new RunsEffect.Reject(asked.client(), "the cluster knows no run named " + asked.name())));
  }

  /** The run of that name that was forgotten last. */
  static Optional<ForgottenRun> latest(RunsState state, String name) {
    return state.forgotten().reversed().stream().filter(run -> run.identity().name().equals(name)).findFirst();
  }

  private static RunsEffect told(RunsState state, ForgottenRun run, String client) {
    boolean isBusy = !run.isCleared() || run.nodes().stream().anyMatch(node -> state.nodes().containsKey(node));
    if (isBusy && run.problem().isPresent()) {
      return new RunsEffect.Reject(
          client,
          "not all of " + run.identity().name() + " can be removed: " + run.problem().get()
              + "; the cluster goes on trying");
    }
    return isBusy
        ? new RunsEffect.TellForgetting(client, run.identity().value())
        : new RunsEffect.TellForgotten(client, run);
  }

  /** Begins to get rid of runs that the state does not know any more; it is to be kept before the effects. */
  static RunsStep forget(RunsState state, List<ForgottenRun> runs) {
    List<ForgottenRun> all = new ArrayList<>(state.forgotten());
    all.addAll(runs);
    List<RunsEffect> effects = new ArrayList<>();
    while (all.size() > RunsState.FORGOTTEN_MAX) {
      ForgottenRun leaver = all.stream().filter(ForgottenRun::isDone).findFirst().orElse(all.getFirst());
      all.remove(leaver);
      if (!leaver.isDone()) {
        effects.add(new RunsEffect.Abandon(leaver));
      }
    }
    RunsState next = state.with(all);
    runs.forEach(run -> effects.addAll(work(next, run)));
    return new RunsStep(next, effects);
  }

  /** What is still to be done, said again. */
  static List<RunsEffect> again(RunsState state) {
    return state.forgotten().stream().flatMap(run -> work(state, run).stream()).toList();
  }

  private static List<RunsEffect> work(RunsState state, ForgottenRun run) {
    List<RunsEffect> effects = new ArrayList<>();
    run.nodes().stream()
        .filter(node -> state.nodes().containsKey(node))
        .forEach(node -> effects.add(new RunsEffect.ForgetPart(node, run.identity().value())));
    if (effects.isEmpty() && !run.isCleared()) {
      effects.add(new RunsEffect.ClearStores(run.identity().value()));
    }
    return effects;
  }

  /** A node has removed its part, or could not. */
  static RunsStep nodeForgot(RunsState state, RunsMessage.NodeForgot forgot) {
    return state.forgottenRun(forgot.run())
        .filter(run -> run.nodes().contains(forgot.node()))
        .map(run ->
            forgot.problem()
                .map(problem -> failed(state, run, forgot.node() + ": " + problem))
                .orElseGet(() -> changed(state, run.without(forgot.node()))))
        .orElse(RunsStep.of(state));
  }

  /** The states and adapters of a run are gone, or could not be removed. */
  static RunsStep cleared(RunsState state, RunsMessage.StoresCleared cleared) {
    return state.forgottenRun(cleared.run())
        .filter(run -> !run.isCleared())
        .map(run ->
            cleared.problem()
                .map(problem -> failed(state, run, problem))
                .orElseGet(() -> changed(state, run.cleared())))
        .orElse(RunsStep.of(state));
  }

  private static RunsStep changed(RunsState state, ForgottenRun run) {
    RunsState next = state.with(run);
    List<RunsEffect> effects = new ArrayList<>(List.of(new Keep()));
    effects.addAll(work(next, run));
    return new RunsStep(next, effects);
  }

  /** It is tried again with a later reminder. */
  private static RunsStep failed(RunsState state, ForgottenRun run, String problem) {
    ForgottenRun failed = run.failed(problem);
    return failed.equals(run) ? RunsStep.of(state) : RunsStep.of(state.with(failed), new Keep());
  }

  /** A node tells which runs it has a part of: what is over is closed, what is forgotten is removed. */
  static RunsStep found(RunsState state, RunsMessage.PartsFound found) {
    RunsState next = state;
    List<RunsEffect> effects = new ArrayList<>();
    SortedSet<String> all = new TreeSet<>(found.kept());
    all.addAll(found.open());
    for (String part : all) {
      Optional<ForgottenRun> forgotten = next.forgottenRun(part);
      if (forgotten.isPresent()) {
        next = next.with(forgotten.get().with(found.node()));
      } else if (state.past().stream().anyMatch(run -> run.identity().value().equals(part))) {
        if (found.open().contains(part)) {
          effects.add(new RunsEffect.CloseAgain(part, List.of(found.node())));
        }
      } else if (state.inPlay().filter(run -> run.identity().value().equals(part)).isEmpty()) {
        effects.add(new RunsEffect.NameStray(found.node(), part));
      }
    }
    if (!next.equals(state)) {
      effects.addFirst(new Keep());
    }
    for (ForgottenRun run : next.forgotten()) {
      if (run.nodes().contains(found.node())) {
        effects.add(new RunsEffect.ForgetPart(found.node(), run.identity().value()));
      }
    }
    return new RunsStep(next, Collections.unmodifiableList(effects));
  }
}
