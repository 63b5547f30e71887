package org.collegium.modelhost.store;

/**
 * A store cannot be asked now, and may be asked again later: its server fails over, its network or disk gave no answer.
 * Nothing is known to be wrong with what it keeps.
 */
public final class StoreAwayException extends AdapterStoreException {
  private static final long serialVersionUID = 1L;

  /** Names what could not be done, and why. */
  public StoreAwayException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
