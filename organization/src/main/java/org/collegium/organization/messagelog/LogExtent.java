package org.collegium.organization.messagelog;

import java.nio.file.Path;

/**
 * How far a log reaches.
 *
 * @param records whole ones
 * @param processes that wrote it; more than one when a run was resumed
 * @param lastSegment the file in which it ends
 * @param lastSegmentBytes bytes of that file up to the end of the last whole frame
 */
public record LogExtent(long records, int processes, Ending ending, Path lastSegment, long lastSegmentBytes) {
  /** How a log ends. */
  public enum Ending {
    /** With an end mark: the last process closed it, everything is there. */
    COMPLETE,
    /** Behind a whole record, without an end mark: the process did not close it. */
    OPEN,
    /** Inside a frame: the process stopped while it wrote. All records before are whole. */
    TRUNCATED
  }
}
