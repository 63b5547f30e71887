package org.collegium.modelhost.protocol;

import java.util.List;

/** One episode (or one made-up query) as segments in reading order; never empty. */
public record Trajectory(List<Segment> segments) {
  /** Copies the list. */
  public Trajectory {
    segments = List.copyOf(segments);
  }

  /** All tokens in reading order. */
  public Tokens tokens() {
    return Tokens.concat(segments.stream().map(Segment::tokens).toList());
  }

  /** Number of tokens of all segments. */
  public int length() {
    return segments.stream().mapToInt(segment -> segment.tokens().length()).sum();
  }
}
