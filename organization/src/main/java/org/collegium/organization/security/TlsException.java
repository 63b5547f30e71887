package org.collegium.organization.security;

/** Keys or certificates that cannot be used or made; the text names the place and says why, in one line. */
public final class TlsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TlsException(String text) {
    super(text);
  }

  TlsException(String text, Throwable cause) {
    super(text, cause);
  }
}
