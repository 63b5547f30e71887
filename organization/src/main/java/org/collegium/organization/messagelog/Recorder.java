package org.collegium.organization.messagelog;

/** Counts and records what one incarnation of one actor receives. Used by one thread at a time, as actors are. */
public final class Recorder {
  private final MessageLog log;
  private final Party receiver;
  private final int incarnation;
  private long sequence;

  Recorder(MessageLog log, Party receiver, int incarnation) {
    this.log = log;
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
    log.enqueue(new Received(receiver, incarnation, sequence, message));
  }
}
