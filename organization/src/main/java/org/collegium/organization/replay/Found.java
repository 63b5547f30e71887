package org.collegium.organization.replay;

import java.util.Comparator;
import org.collegium.organization.messagelog.LogRecord;

/**
 * A difference and the record at which it showed.
 *
 * @param position of that record; beyond all records when only the end of the log showed it
 * @param organization decides between two that only the end showed
 */
record Found(long position, String organization, Difference difference) {
  /** The position of what only the end of the log shows. */
  static final long AT_THE_END = Long.MAX_VALUE;

  /** The first difference is the one that shows first in the log, whoever came upon it first. */
  static final Comparator<Found> FIRST = Comparator.comparingLong(Found::position).thenComparing(Found::organization);

  static Found at(Numbered numbered, String text) {
    LogRecord record = numbered.record();
    return new Found(
        numbered.position(),
        record.organization(),
        new Difference(record.receiver().toString(), record.incarnation(), record.sequence(), text));
  }
}
