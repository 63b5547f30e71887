package org.collegium.organization.cluster.management;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.management.javadsl.PekkoManagement;

/**
 * Pekko Management on a node: {@code /alive} while the process answers; {@code /ready} while the node is a member that
 * is up, and nothing stands in the way of its work; {@code /cluster/members}, which can only be read. The coordinated
 * shutdown stops it.
 */
public final class Management {
  private Management() {}

  /**
   * Starts it when it is enabled.
   *
   * @param system made with {@link ManagementSettings#over}
   * @param readiness of the node's own parts; the membership is looked at anyway
   * @return its address; empty when it is not enabled; fails when the port cannot be had
   */
  public static CompletionStage<Optional<String>> start(
      ActorSystem<?> system, ManagementSettings settings, Readiness readiness) {
    NodeReadiness.of(system).set(readiness);
    return settings.enabled()
        ? PekkoManagement.get(system).start().thenApply(address -> Optional.of(address.toString()))
        : CompletableFuture.completedFuture(Optional.empty());
  }
}
