package org.collegium.organization.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process whose shutdown does not: native code that does not return would keep a node that was cut off alive for
 * ever, and nobody would start it again.
 */
final class Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** All phases of the shutdown together may take less. */
  private static final long SHUTDOWN_S_MAX = 120;

  private Watchdog() {}

  /** Begins to count when the shutdown of the system does. */
  static void over(ActorSystem<?> system) {
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "watchdog", () -> {
          Thread.ofPlatform().daemon().name("collegium-watchdog").start(() -> watch(system));
          return CompletableFuture.completedStage(Done.getInstance());
        });
  }

  private static void watch(ActorSystem<?> system) {
    CompletableFuture<Boolean> ended =
        system.getWhenTerminated().toCompletableFuture().thenApply(_ -> true);
    if (!ended.completeOnTimeout(false, SHUTDOWN_S_MAX, TimeUnit.SECONDS).join()) {
      LOG.error("the node has not stopped within {} s; its process is ended", SHUTDOWN_S_MAX);
      Runtime.getRuntime().halt(1);
    }
  }
}
