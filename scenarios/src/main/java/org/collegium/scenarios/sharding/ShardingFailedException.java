package org.collegium.scenarios.sharding;

/** The measurement cannot go on; the message says why in one line. */
public final class ShardingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With the reason. */
  public ShardingFailedException(String message) {
    super(message);
  }
}
