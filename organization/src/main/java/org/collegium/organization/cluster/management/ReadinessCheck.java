package org.collegium.organization.cluster.management;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** The node's own part of {@code /ready}; made by Pekko Management by the name of this class. */
public final class ReadinessCheck implements Supplier<CompletionStage<Boolean>> {
  private final NodeReadiness readiness;

  /** Looks at the system's node. */
  public ReadinessCheck(ActorSystem system) {
    this.readiness = NodeReadiness.of(Adapter.toTyped(system));
  }

  /** True, or a failure that names all obstacles: only failures are shown to who asked. */
  @Override
  public CompletionStage<Boolean> get() {
    List<String> obstacles = readiness.obstacles();
    return obstacles.isEmpty()
        ? CompletableFuture.completedFuture(true)
        : CompletableFuture.failedFuture(new IllegalStateException(String.join("; ", obstacles)));
  }
}
