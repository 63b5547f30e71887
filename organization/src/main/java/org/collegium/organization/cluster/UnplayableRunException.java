package org.collegium.organization.cluster;

/** A run that a node cannot play; the message says why, for people. */
public final class UnplayableRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One line. */
  public UnplayableRunException(String message) {
    super(message);
  }

  /** One line, and where it came from. */
  public UnplayableRunException(String message, Throwable cause) {
    super(message, cause);
  }
}
