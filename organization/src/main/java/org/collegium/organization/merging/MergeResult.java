package org.collegium.organization.merging;

import java.util.List;

/**
 * What went into a merged log.
 *
 * @param records of the merged log
 * @param nodes whose logs were read
 * @param processes that had written those
 * @param notes for people: which logs were torn, and what of them was left out
 */
public record MergeResult(long records, int nodes, int processes, List<String> notes) {
  /** Copies the list. */
  public MergeResult {
    notes = List.copyOf(notes);
  }
}
