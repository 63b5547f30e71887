package org.collegium.organization.messagelog;

/** What becomes of a segment when it is closed. */
public enum Compression {
  /** It stays as it is. */
  NONE,
  /** It is compressed in the background; its checksum is kept. */
  ZSTD;

  /**
   * From its name in a configuration.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Compression named(String name) {
    return switch (name) {
      case "none" -> NONE;
      case "zstd" -> ZSTD;
      default -> throw new IllegalArgumentException("log.compression must be zstd or none, was " + name);
    };
  }
}
