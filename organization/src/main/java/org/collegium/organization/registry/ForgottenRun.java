package org.collegium.organization.registry;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A run that a cluster is getting rid of, or got rid of. It is remembered for a while, so that nodes that were away
 * learn of it and nobody plays it again by mistake.
 *
 * @param wish drawn by the client that wanted this, the same when it only says it again; empty when nobody did and the
 *     run was the oldest of too many
 * @param nodes that have yet to remove their part
 * @param isCleared whether its states and adapters are gone
 * @param problem why something could not be removed the last time; empty when nothing went wrong
 */
public record ForgottenRun(
    RunIdentity identity, String wish, SortedSet<String> nodes, boolean isCleared, Optional<String> problem) {
  /** Copies the set. */
  public ForgottenRun {
    nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
  }

  static ForgottenRun of(PastRun run, String wish) {
    return new ForgottenRun(run.identity(), wish, run.nodes(), false, Optional.empty());
  }

  boolean isDone() {
    return isCleared && nodes.isEmpty();
  }

  ForgottenRun with(String node) {
    SortedSet<String> more = new TreeSet<>(nodes);
    more.add(node);
    return new ForgottenRun(identity, wish, more, isCleared, problem);
  }

  /** What was alive on that node until now may have kept something since the stores were cleared. */
  ForgottenRun without(String node) {
    SortedSet<String> fewer = new TreeSet<>(nodes);
    fewer.remove(node);
    return new ForgottenRun(identity, wish, fewer, false, Optional.empty());
  }

  ForgottenRun cleared() {
    return new ForgottenRun(identity, wish, nodes, true, Optional.empty());
  }

  ForgottenRun failed(String reason) {
    return new ForgottenRun(identity, wish, nodes, isCleared, Optional.of(reason));
  }
}
