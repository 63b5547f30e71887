package org.collegium.agents.core;

/** What a round at work is at; the phases follow each other in this order, and one with nothing to do is skipped. */
public enum Phase {
  /** Awaits neighbours' summaries of the round before. */
  HEARING,
  /** Puts the adapter pair where the agent left it, whatever the host holds; opens it when it never was. */
  OPENING,
  /** Episodes, side by side. */
  ACTING,
  /** Writes notes. */
  NOTING,
  /** Moves the world adapter. */
  LEARNING_WORLD,
  /** Moves the policy adapter. */
  LEARNING_POLICY,
  /** Measures what the world model believes. */
  PROBING,
  /** Has the adapters kept, before the state that names them is. */
  SAVING
}
