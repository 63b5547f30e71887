package org.collegium.scenarios.experiment;

import java.util.List;

/**
 * One episode as text, for people.
 *
 * @param agent id of the agent, {@code ARM/SEED/NAME}
 * @param round in which it was played
 * @param title what it shows, one sentence
 * @param lines in the order in which they happened
 * @param reward sum over the episode
 */
public record EpisodeText(String agent, int round, String title, List<Line> lines, double reward) {
  /** Copies the list. */
  public EpisodeText {
    lines = List.copyOf(lines);
  }

  /** One line and who wrote it. */
  public record Line(Speaker speaker, String text) {}

  /** Who wrote a line. */
  public enum Speaker {
    TASK,
    NOTES,
    IMAGINED,
    ACTION,
    OBSERVATION
  }
}
