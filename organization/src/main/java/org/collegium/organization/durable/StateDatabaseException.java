package org.collegium.organization.durable;

/** A database of states that cannot be used; the text names it and says why, in one line. */
public final class StateDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateDatabaseException(String text, Throwable cause) {
    super(text, cause);
  }

  /** A database that does not fit to the rest of its run. */
  public StateDatabaseException(String text) {
    super(text);
  }
}
