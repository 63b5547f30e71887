package org.collegium.organization.messagelog;

/**
 * Bounds of a log.
 *
 * @param segmentBytesMax a segment that has reached this size is followed by a new one
 * @param queueMessagesMax messages that may wait for the writer; more make their receivers wait
 * @param compression of closed segments
 * @param isEnabled false writes nothing at all; only to measure what the log costs
 */
public record LogSettings(long segmentBytesMax, int queueMessagesMax, Compression compression, boolean isEnabled) {
  /** 32 MiB a segment; 16,384 messages; compressed when closed. */
  public static final LogSettings DEFAULT = new LogSettings(32L << 20, 1 << 14, Compression.ZSTD, true);

  /** With such bounds; segments stay as they are. */
  public static LogSettings plain(long segmentBytesMax, int queueMessagesMax) {
    return new LogSettings(segmentBytesMax, queueMessagesMax, Compression.NONE, true);
  }
}
