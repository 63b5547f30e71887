package org.collegium.modelhost.postgres;

/** A server of one's own that could not be started or used; the text says why, in one line. */
public final class TemporaryPostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemporaryPostgresException(String problem, Throwable cause) {
    super(problem, cause);
  }

  TemporaryPostgresException(String problem) {
    super(problem);
  }
}
