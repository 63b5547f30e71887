package org.collegium.organization.replay;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogProcess;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.wire.MessageWire;

/** Numbers the records of a log as they are read, and looks at what belongs to no organization. */
final class Numbering {
  private final Set<String> organizations;
  private Optional<Found> found = Optional.empty();
  private long position;
  private long ofTheNode;

  Numbering(Set<String> organizations) {
    this.organizations = Collections.unmodifiableSet(new LinkedHashSet<>(organizations));
  }

  Numbered next(LogRecord record, LogProcess process) {
    position++;
    Numbered numbered = new Numbered(position, record, process);
    if (record.receiver().equals(Party.NODE)) {
      ofTheNode++;
      found = found.or(() -> otherProcess(numbered));
    } else if (found.isEmpty() && !organizations.contains(record.organization())) {
      found = Optional.of(
          Found.at(numbered, "the run's configuration has no organization '" + record.organization() + "'"));
    }
    return numbered;
  }

  private static Optional<Found> otherProcess(Numbered numbered) {
    LogRecord record = numbered.record();
    return MessageWire.messageOf(record.manifest(), record.payload()) instanceof Landmark.Began began
            && began.process() != numbered.process().number()
        ? Optional.of(
            Found.at(
                numbered,
                "says that process " + began.process() + " began, in a segment of process "
                    + numbered.process().number()))
        : Optional.empty();
  }

  /** Number of the last record. */
  long position() {
    return position;
  }

  long ofTheNode() {
    return ofTheNode;
  }

  Optional<Found> foundSoFar() {
    return found;
  }

  Optional<Found> foundAtTheEnd() {
    return ofTheNode > 0
        ? found
        : found.or(() -> Optional.of(
            new Found(
                Found.AT_THE_END,
                "",
                new Difference(Party.NODE.toString(), 1, 1, "is missing: the process that began the log"))));
  }
}
