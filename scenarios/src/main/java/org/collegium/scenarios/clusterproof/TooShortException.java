package org.collegium.scenarios.clusterproof;

/** A run came to a good end before all was done to its cluster. */
final class TooShortException extends FaultException {
  private static final long serialVersionUID = 1L;

  TooShortException(String what) {
    super(what);
  }
}
