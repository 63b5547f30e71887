package org.collegium.organization.log;

/** An actor has stopped because its state could not be read or written; it may be tried again in a new life. */
public final class StateUnkeptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateUnkeptException() {
    super("stopped; its state could not be read or written");
  }
}
