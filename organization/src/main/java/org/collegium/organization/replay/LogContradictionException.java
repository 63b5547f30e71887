package org.collegium.organization.replay;

/** A log whose records are whole but cannot all be true; the text names the record. */
public final class LogContradictionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogContradictionException(String text) {
    super(text);
  }
}
