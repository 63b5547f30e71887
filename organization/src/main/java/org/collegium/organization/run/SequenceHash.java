package org.collegium.organization.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over a sequence of values. Each is preceded by its length, so that no two sequences read the same. */
public final class SequenceHash {
  private final MessageDigest digest;

  private SequenceHash(MessageDigest digest) {
    this.digest = digest;
  }

  /** Begins with nothing. */
  public static SequenceHash begin() {
    try {
      return new SequenceHash(MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Goes on with the text of a value, as UTF-8. */
  public SequenceHash and(Object value) {
    return and(value.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Goes on with bytes. */
  public SequenceHash and(byte[] bytes) {
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
    return this;
  }

  /** Lower-case hexadecimal. Begins anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
