package org.collegium.organization.messagelog;

/** Is shown the records of a log together with the process that wrote them. */
@FunctionalInterface
public interface LogVisitor {
  /** Takes the next record. */
  void take(LogRecord record, LogProcess process);
}
