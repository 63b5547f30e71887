package org.collegium.scenarios.command;

/** Somebody wished a stop; the message says where it was made and what is left. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException(String message) {
    super(message);
  }
}
