package org.collegium.organization.cluster;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.collegium.organization.registry.ForgottenRun;
import org.collegium.organization.registry.RunsEffect;
import org.collegium.organization.registry.RunsState;

/** Removes what all nodes share of forgotten runs, and says what nobody removes. For one actor. */
final class Leftovers {
  /** Strays that are remembered as told. */
  private static final int TOLD_MAX = 10_000;

  private final ActorContext<RegistryCommand> context;
  private final SharedStore store;
  private final Set<String> clearing = new HashSet<>();
  private final Set<RunsEffect.NameStray> told = new LinkedHashSet<>();

  Leftovers(ActorContext<RegistryCommand> context, SharedStore store) {
    this.context = context;
    this.store = store;
  }

  /** Removes a run's states and adapters, elsewhere; comes back with {@link RegistryCommand.Cleared}. */
  void clear(String run) {
    if (clearing.add(run)) {
      context.pipeToSelf(
          CompletableFuture.runAsync(
              () -> store.forget(run),
              context.getSystem().dispatchers().lookup(DispatcherSelector.blocking())),
          (_, failure) -> new RegistryCommand.Cleared(run, Optional.ofNullable(failure).map(Leftovers::reason)));
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    return String.valueOf(cause.getMessage());
  }

  void cleared(RegistryCommand.Cleared cleared) {
    clearing.remove(cleared.run());
    cleared.problem().ifPresentOrElse(
        problem -> context.getLog().warn("{} is not removed yet: {}", cleared.run(), problem),
        () -> context.getLog().info("the states and adapters of {} are removed", cleared.run()));
  }

  void abandon(ForgottenRun run) {
    context.getLog().warn(
        "{} was never removed whole{}{}; what is left of it is no longer looked for",
        run.identity().value(),
        run.nodes().isEmpty() ? "" : ", its part stays on " + String.join(", ", run.nodes()),
        run.problem().map(problem -> " (" + problem + ")").orElse(""));
  }

  void tooOld(String run) {
    context.getLog().warn(
        "{} is forgotten, collected or not, with its states, adapters and logs: the cluster keeps the last {} runs",
        run,
        RunsState.PAST_MAX);
  }

  /** Once for each. */
  void stray(RunsEffect.NameStray stray) {
    if (told.size() < TOLD_MAX && told.add(stray)) {
      context.getLog().warn(
          "{} has files of {}, a run that this cluster does not know; remove the folder there when nobody needs it",
          stray.node(),
          stray.run());
    }
  }
}
