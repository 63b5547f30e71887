package org.collegium.modelhost.host;

import java.util.Optional;

/**
 * Divides the host's time between answering (generate, score) and learning: whoever has had less of it goes next. A
 * side that had nothing to do saves nothing up.
 */
final class WorkShare {
  /** The two that share. */
  enum Side {
    ANSWERING,
    LEARNING
  }

  private long answeringNs;
  private long learningNs;
  private boolean answeringWaited;
  private boolean learningWaited;

  /** Who goes next; nobody when nobody waits. Must be asked before every piece of work, and when there is none. */
  Optional<Side> next(boolean answeringWaits, boolean learningWaits) {
    if (answeringWaits && !answeringWaited) {
      answeringNs = Math.max(answeringNs, learningNs);
    }
    if (learningWaits && !learningWaited) {
      learningNs = Math.max(learningNs, answeringNs);
    }
    answeringWaited = answeringWaits;
    learningWaited = learningWaits;
    if (answeringWaits && learningWaits) {
      return Optional.of(answeringNs <= learningNs ? Side.ANSWERING : Side.LEARNING);
    } else if (answeringWaits) {
      return Optional.of(Side.ANSWERING);
    }
    return learningWaits ? Optional.of(Side.LEARNING) : Optional.empty();
  }

  void charge(Side side, long ns) {
    if (side == Side.ANSWERING) {
      answeringNs += ns;
    } else {
      learningNs += ns;
    }
  }
}
