package org.collegium.organization.messagelog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One segment in a log's folder.
 *
 * @param number from 1, without gaps
 * @param path of the plain file when it is there, else of the archived one
 */
record SegmentFile(int number, Path path) {
  private static final Pattern NAME = Pattern.compile("segment-(\\d{6,9})\\.(log|log\\.zst|idx)");
  private static final String ARCHIVED = ".log.zst";

  /** True when the segment has been compressed; it was closed then. */
  boolean isArchived() {
    return path.toString().endsWith(ARCHIVED);
  }

  static Path plain(Path folder, int number) {
    return folder.resolve(name(number) + ".log");
  }

  static Path archived(Path folder, int number) {
    return folder.resolve(name(number) + ARCHIVED);
  }

  static Path index(Path folder, int number) {
    return folder.resolve(name(number) + ".idx");
  }

  /** Makes a file that was made or renamed in a folder stay there after a power cut. */
  static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * All segments of a folder in their order. While a segment is being archived there are two files of it; then the
   * plain one counts.
   *
   * @throws LogDamagedException when a segment is missing, or a file is named almost like one
   */
  static List<SegmentFile> in(Path folder) throws IOException {
    SortedMap<Integer, SegmentFile> found = new TreeMap<>();
    SortedSet<Integer> indexed = new TreeSet<>();
    for (Path file : filesOf(folder)) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        int number = Integer.parseInt(name.group(1));
        switch (name.group(2)) {
          case "log" -> found.put(number, new SegmentFile(number, file));
          case "log.zst" -> found.putIfAbsent(number, new SegmentFile(number, file));
          default -> indexed.add(number);
        }
      } else if (file.toString().endsWith(".log") || file.toString().endsWith(ARCHIVED)) {
        throw new LogDamagedException(file, 0, "no segment of a message log has such a name");
      }
    }
    int expected = 1;
    for (SegmentFile segment : found.values()) {
      if (segment.number() != expected) {
        throw new LogDamagedException(segment.path(), 0, name(expected) + ".log is missing");
      }
      expected++;
    }
    if (!indexed.isEmpty() && indexed.getLast() >= expected) {
      throw new LogDamagedException(
          index(folder, indexed.getLast()), 0, name(indexed.getLast()) + ".log is missing, but its index is there");
    }
    return new ArrayList<>(found.values());
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String name(int number) {
    return "segment-%06d".formatted(number);
  }
}
