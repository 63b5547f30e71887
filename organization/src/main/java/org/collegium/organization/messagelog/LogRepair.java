package org.collegium.organization.messagelog;

import java.nio.file.Path;

/**
 * What was cut off a log because a process had stopped while it wrote.
 *
 * @param file the last segment; gone when it held no whole header
 * @param bytesCut behind the last whole record
 */
public record LogRepair(Path file, long bytesCut) {
  @Override
  public String toString() {
    return file + ": the last process stopped while it wrote; " + bytesCut + " bytes behind the last whole record were"
        + " cut off";
  }
}
