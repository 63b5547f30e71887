package org.collegium.organization.messagelog;

/**
 * Bounds of a log.
 *
 * @param segmentBytesMax a segment that has reached this size is followed by a new one
 * @param queueMessagesMax messages that may wait for the writer; more make their receivers wait
 */
public record LogSettings(long segmentBytesMax, int queueMessagesMax) {
  /** 32 MiB a segment; 16,384 messages. */
  public static final LogSettings DEFAULT = new LogSettings(32L << 20, 1 << 14);
}
