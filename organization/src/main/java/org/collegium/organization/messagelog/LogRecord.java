package org.collegium.organization.messagelog;

import com.google.protobuf.ByteString;

/**
 * One message as its receiver got it.
 *
 * @param incarnation 1 for the first life of the receiver
 * @param sequence from 1 in each incarnation, without gaps
 * @param round 0 when the message belongs to no round
 * @param step where in the round, for people; may be empty
 * @param manifest which message the payload is
 * @param payload the message as Protobuf
 */
public record LogRecord(
    Party receiver,
    int incarnation,
    long sequence,
    Party sender,
    String organization,
    int round,
    String step,
    String manifest,
    ByteString payload) {
  /** Receiver, incarnation and sequence number for people. */
  public String place() {
    return receiver + ", message " + sequence + (incarnation == 1 ? "" : " of incarnation " + incarnation);
  }
}
