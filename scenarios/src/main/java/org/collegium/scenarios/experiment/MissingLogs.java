package org.collegium.scenarios.experiment;

import java.util.List;

/**
 * What is not known of a run because parts of its log are lost.
 *
 * @param nodes that had those parts
 * @param untold organizations whose rounds cannot all be told, so that none of them is
 */
public record MissingLogs(List<String> nodes, List<String> untold) {
  /** The whole log is there. */
  public static final MissingLogs NONE = new MissingLogs(List.of(), List.of());

  /** Copies the lists. */
  public MissingLogs {
    nodes = List.copyOf(nodes);
    untold = List.copyOf(untold);
  }

  /** Whether nothing is missing. */
  public boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** For people: what is missing, and what follows from that. */
  public String words() {
    return "The part of the log that " + String.join(", ", nodes) + " had is missing: this run cannot be replayed, and "
        + "who told whom is not shown."
        + (untold.isEmpty()
            ? " All closed rounds are told."
            : " Nothing is told of " + String.join(", ", untold) + ", whose rounds were recorded there.");
  }
}
