package org.collegium.modelhost.store;

/** A version of an adapter cannot be written, or is not what it must be; the message is one line with the place. */
public sealed class AdapterStoreException extends RuntimeException permits StoreAwayException {
  private static final long serialVersionUID = 1L;

  /** Something is wrong with what is there. */
  public AdapterStoreException(String problem) {
    super(problem);
  }

  /** Something could not be read or written. */
  public AdapterStoreException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
