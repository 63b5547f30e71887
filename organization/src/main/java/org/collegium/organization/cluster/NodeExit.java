package org.collegium.organization.cluster;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a node ends: what decided it first counts. */
final class NodeExit {
  private static final Logger LOG = LoggerFactory.getLogger(NodeExit.class);

  private final AtomicReference<ClusterNode.Ending> ending =
      new AtomicReference<>(new ClusterNode.Ending(ClusterNode.Ending.Kind.LEFT, "left the cluster"));
  private final AtomicReference<ActorSystem<?>> system = new AtomicReference<>();

  /** Why the node leaves, for Pekko's own log. */
  private record Reason(String words) implements CoordinatedShutdown.Reason {
    @Override
    public String toString() {
      return words;
    }
  }

  void of(ActorSystem<?> running) {
    system.set(running);
  }

  ClusterNode.Ending ending() {
    return ending.get();
  }

  /** Something of the node broke: whoever watches over the process starts it again. */
  void failed(String reason) {
    end(ClusterNode.Ending.Kind.FAILED, reason);
  }

  /** The node must not be in this cluster, and would not the next time. */
  void refused(String reason) {
    end(ClusterNode.Ending.Kind.REFUSED, reason);
  }

  private void end(ClusterNode.Ending.Kind kind, String reason) {
    ClusterNode.Ending now = ending.get();
    if (now.kind() == ClusterNode.Ending.Kind.LEFT
        && ending.compareAndSet(now, new ClusterNode.Ending(kind, reason))) {
      LOG.error("the node ends: {}", reason);
      ActorSystem<?> running = system.get();
      if (running != null) {
        CoordinatedShutdown.get(running).runAll(new Reason(reason));
      }
    }
  }
}
