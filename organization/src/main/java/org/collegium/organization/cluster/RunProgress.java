package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the run in play moves, and how long it took to move again after a node was lost. For one actor. */
final class RunProgress {
  private static final Logger LOG = LoggerFactory.getLogger(RunProgress.class);

  private final Duration stallMax;
  private long movedNs = System.nanoTime();
  private Optional<Loss> loss = Optional.empty();

  private record Loss(String node, long sinceNs) {}

  RunProgress(Duration stallMax) {
    this.stallMax = stallMax;
  }

  /** Somebody reported. */
  void moves() {
    movedNs = System.nanoTime();
  }

  /** An organization closed a round. */
  void goesOn() {
    moves();
    loss.ifPresent(lost ->
        LOG.info(
            "The run goes on: a round was closed {} s after {} was gone.",
            String.format(Locale.ROOT, "%.1f", (movedNs - lost.sinceNs()) / 1e9),
            lost.node()));
    loss = Optional.empty();
  }

  void nodeWent(String run, String node) {
    LOG.info("{} is gone or cannot be reached; what {} had there goes on elsewhere, or when it is back.", node, run);
    loss = Optional.of(new Loss(node, System.nanoTime()));
  }

  /** Why the run has failed; empty while it moves. */
  Optional<String> stall() {
    Duration still = Duration.ofNanos(System.nanoTime() - movedNs);
    return still.compareTo(stallMax) > 0
        ? Optional.of("no agent has reported for " + still.toSeconds() + " s (collegium.cluster.stall-timeout)")
        : Optional.empty();
  }
}
