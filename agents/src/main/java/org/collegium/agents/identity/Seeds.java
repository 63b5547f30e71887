package org.collegium.agents.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Seeds that depend on who asks and for what, never on time or arrival. */
public final class Seeds {
  private Seeds() {}

  /**
   * A seed for one purpose.
   *
   * @param runSeed the seed of the run
   * @param path identities from the outside in, for example agent, round, episode, step
   * @return the first 8 bytes, big-endian, of SHA-256 over the seed and the path
   */
  public static long derive(long runSeed, Object... path) {
    StringBuilder text = new StringBuilder().append(runSeed);
    for (Object part : path) {
      text.append('\u001f').append(part);
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
