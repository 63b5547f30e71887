package org.collegium.organization.messagelog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Cuts off what a process left behind the last whole record when it stopped while it wrote. */
final class TornTail {
  private TornTail() {}

  /** Returns when the file is as long on the disk as its whole frames are; a segment without a header is taken away. */
  static Optional<LogRepair> cut(Path folder, LogPosition position) throws IOException {
    if (position.extent().ending() != LogExtent.Ending.TRUNCATED) {
      return Optional.empty();
    }
    Path file = position.extent().lastSegment();
    long whole = position.extent().lastSegmentBytes();
    long cut = Files.size(file) - whole;
    if (whole == 0) {
      Files.deleteIfExists(SegmentFile.index(folder, position.segment() + 1));
      Files.delete(file);
    } else {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(whole);
        channel.force(true);
      }
    }
    return Optional.of(new LogRepair(file, cut));
  }
}
