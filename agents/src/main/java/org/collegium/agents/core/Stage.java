package org.collegium.agents.core;

import org.collegium.modelhost.protocol.Tokens;

/** What an episode waits for; at most one answer at a time, so what it receives is ordered. */
public sealed interface Stage {
  /** The world's opening. */
  record Opening() implements Stage {}

  /** The world model's prediction. */
  record Imagining(Errand errand) implements Stage {}

  /**
   * The policy's action.
   *
   * @param imagined line of the prediction before it; may be empty
   * @param windowStart first turn in the prompt
   */
  record Acting(Errand errand, Tokens imagined, int windowStart) implements Stage {}

  /** The world's answer to the last action. */
  record Watching() implements Stage {}

  /**
   * Nothing more.
   *
   * @param wellFormed whether every action had the form of one
   */
  record Over(boolean wellFormed) implements Stage {}
}
