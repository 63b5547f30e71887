package org.collegium.scenarios.clusterproof;

/** Something that must not be; the text says what, in one line. */
final class FaultException extends Exception {
  private static final long serialVersionUID = 1L;

  FaultException(String what) {
    super(what);
  }
}
