package org.collegium.organization.messagelog;

/**
 * A process that wrote a part of a log, as the headers of its segments say.
 *
 * @param number 1 for the one that began the log
 * @param isBehindEndMark whether the process before it has closed the log in order
 */
public record LogProcess(int number, boolean isBehindEndMark) {
  /** Before the first header of a log. */
  static final LogProcess NONE = new LogProcess(0, false);

  /** The process of the next segment. */
  LogProcess next(int nextNumber, LogExtent.Ending ending) {
    return nextNumber == number ? this : new LogProcess(nextNumber, ending == LogExtent.Ending.COMPLETE);
  }
}
