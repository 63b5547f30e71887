package org.collegium.organization.messagelog;

/** The log cannot be written any more, for example because the disk is full. */
public final class LogFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
