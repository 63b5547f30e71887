package org.collegium.organization.messagelog;

import java.nio.file.Path;

/** A log that is not what was written; the text names file and offset. */
public sealed class LogDamagedException extends RuntimeException permits LogVersionException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  /** With the place of the first damage, offset in bytes from the beginning of the file. */
  public LogDamagedException(Path file, long offset, String why) {
    super(file + ": at byte " + offset + ": " + why);
    this.file = file.toString();
    this.offset = offset;
  }

  /** The damaged file. */
  public Path file() {
    return Path.of(file);
  }

  /** Bytes from the beginning of the file to the damaged frame. */
  public long offset() {
    return offset;
  }
}
