package org.collegium.scenarios.clusterproof;

/** Something that must not be; the text says what, in one line. */
sealed class FaultException extends Exception permits TooShortException {
  private static final long serialVersionUID = 1L;

  FaultException(String what) {
    super(what);
  }
}
