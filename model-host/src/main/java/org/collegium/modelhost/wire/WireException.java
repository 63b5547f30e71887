package org.collegium.modelhost.wire;

/** Bytes that are no message, or a message beyond its bounds; the text names the field. */
public final class WireException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With the field and what is wrong with it. */
  public WireException(String message) {
    super(message);
  }

  /** With the field, what is wrong with it, and why. */
  public WireException(String message, Throwable cause) {
    super(message, cause);
  }
}
