package org.collegium.scenarios.runfolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.collegium.scenarios.configuration.InvalidInputException;

/** Whether there is room for what is about to begin. */
public final class DiskSpace {
  private DiskSpace() {}

  /**
   * Checks the free space where a folder is or will be.
   *
   * @param folder need not exist
   * @param what needs the space, for the message
   * @throws InvalidInputException when less is free
   * @throws IOException when the free space cannot be found out
   */
  public static void require(Path folder, long bytesNeeded, String what) throws IOException {
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    long free = Files.getFileStore(there).getUsableSpace();
    if (free < bytesNeeded) {
      throw new InvalidInputException(
          folder + ": " + megabytes(free) + " MB are free, " + what + " may need " + megabytes(bytesNeeded) + " MB");
    }
  }

  private static long megabytes(long bytes) {
    return bytes / 1_000_000;
  }
}
