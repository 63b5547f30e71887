package org.collegium.organization.messagelog;

/** Takes what is to be logged. Any number of threads may put; one closes. */
interface LogWriter extends AutoCloseable {
  /**
   * Takes an item; waits while there is no room.
   *
   * @throws LogFailedException when the log has failed
   */
  void put(LogItem item);

  /** How many messages were taken, those of earlier processes too. */
  long recorded();

  /** How many items wait to be written. */
  int waiting();

  @Override
  void close();
}
