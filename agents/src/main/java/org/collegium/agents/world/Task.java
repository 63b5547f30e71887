package org.collegium.agents.world;

/**
 * Something to attempt.
 *
 * @param id unique within the agent's round, for example {@code t3}
 * @param text what to do, in the words of the world, for example {@code get refund at zor vex}
 * @param purpose whether the agent may learn from it
 * @param label under which its outcome is counted, for example {@code learn} or {@code old}
 * @param rollouts independent episodes of it, side by side; at least 1
 */
public record Task(String id, String text, Purpose purpose, String label, int rollouts) {
  /** Whether an agent may learn from a task. */
  public enum Purpose {
    LEARN,
    /** Measured only: neither gradients nor notes come from it. */
    EXAMINE
  }
}
