package org.collegium.organization.messagelog;

import java.nio.file.Path;

/** A log in a format that this build does not read; it may well be whole. */
public final class LogVersionException extends LogDamagedException {
  private static final long serialVersionUID = 1L;

  LogVersionException(Path file, long offset, String why) {
    super(file, offset, why);
  }
}
