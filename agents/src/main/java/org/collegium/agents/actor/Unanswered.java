package org.collegium.agents.actor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one agent waits for an answer to, and how long. Time is counted in looks that come at {@link
 * Patience#lookInterval()}. It holds as much as the agent's core has open at once.
 */
final class Unanswered {
  private final Patience patience;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private long looksInSilence;

  /** What was sent, how long the next pause is, and how much of it is over. */
  private static final class Waiting {
    private final Runnable sendAgain;
    private int pauses = 1;
    private long looks;

    Waiting(Runnable sendAgain) {
      this.sendAgain = sendAgain;
    }
  }

  Unanswered(Patience patience) {
    this.patience = patience;
  }

  /** Something was sent that has an answer. */
  void sent(String answer, Runnable sendAgain) {
    if (waiting.isEmpty()) {
      looksInSilence = 0;
    }
    waiting.put(answer, new Waiting(sendAgain));
  }

  /** An answer is here; one that nobody waits for says nothing. */
  void answered(String answer) {
    if (waiting.remove(answer) != null) {
      looksInSilence = 0;
    }
  }

  /** Who was asked is at work: that it takes long is no silence. */
  void underWay(String answer) {
    if (waiting.containsKey(answer)) {
      looksInSilence = 0;
    }
  }

  /** Nothing is waited for any more. */
  void clear() {
    waiting.clear();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** More time has passed: sends again what has waited for too long. */
  void look() {
    looksInSilence++;
    patience.resendAfter().ifPresent(pause -> {
      for (Waiting each : waiting.values()) {
        each.looks++;
        if (each.looks >= patience.looks(pause.multipliedBy(each.pauses))) {
          each.looks = 0;
          each.pauses = Math.min(2 * each.pauses, Patience.PAUSES_MAX);
          each.sendAgain.run();
        }
      }
    });
  }

  /** Whether something is waited for, and nothing of it came for longer than there is patience. */
  boolean isHopeless() {
    return !waiting.isEmpty()
        && patience.giveUpAfter().filter(time -> looksInSilence >= patience.looks(time)).isPresent();
  }
}
