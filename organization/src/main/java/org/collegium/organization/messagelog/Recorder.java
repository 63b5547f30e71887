package org.collegium.organization.messagelog;

/** Counts and records what one incarnation of one actor receives. Used by one thread at a time, as actors are. */
public final class Recorder {
  private final LogWriter writer;
  private final Party receiver;
  private final int incarnation;
  private long sequence;

  Recorder(LogWriter writer, Party receiver, int incarnation) {
    this.writer = writer;
    this.receiver = receiver;
    this.incarnation = incarnation;
  }

  /**
   * Records a message. Returns as soon as it is in the writer's queue; waits while that is full.
   *
   * @throws LogFailedException when the log cannot be written any more
   */
  public void record(Object message) {
    sequence++;
    writer.put(new Received(receiver, incarnation, sequence, message));
  }
}
