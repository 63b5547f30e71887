package org.collegium.modelhost.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.collegium.modelhost.adapter.AdapterFolder;
import org.collegium.modelhost.protocol.AdapterStamp;

/**
 * The versions of one adapter in one folder, which several writers may share: {@code v000012} is whole; {@code
 * v000012.WRITER.part} comes or goes; {@code v000012.WRITER.old} was there before what replaces it.
 *
 * @param writer in the names of what one writer is about to make or to remove
 * @param abandonedAfter what another writer left for so long it will not come back to; zero when there is no other
 */
record VersionsFolder(Path folder, String writer, Duration abandonedAfter) {
  private static final Pattern VERSION = Pattern.compile("v\\d{6,18}");
  private static final String PART = ".part";
  private static final String OLD = ".old";

  /** So often two writers replace one version before each other's eyes. */
  private static final int ATTEMPTS_MAX = 8;

  private static String name(long version) {
    return String.format(Locale.ROOT, "v%06d", version);
  }

  Path version(long version) {
    return folder.resolve(name(version));
  }

  private Path own(long version, String suffix) {
    return folder.resolve(name(version) + "." + writer + suffix);
  }

  /** An empty folder for a version that nobody sees yet. */
  Path begin(long version) throws IOException {
    Path part = own(version, PART);
    deleteAll(part);
    return Files.createDirectory(part);
  }

  /**
   * Makes visible what was begun. When another writer has kept the same meanwhile, that stays.
   *
   * @param stamp of what was begun
   */
  void publish(AdapterStamp stamp) throws IOException {
    Path part = own(stamp.version(), PART);
    Path version = version(stamp.version());
    Path old = own(stamp.version(), OLD);
    for (int attempt = 1; !isMoved(part, version, attempt); attempt++) {
      if (AdapterFolder.stampOf(version).equals(Optional.of(stamp))) {
        deleteAll(part);
        break;
      }
      deleteAll(old);
      moveIfThere(version, old);
    }
    deleteAll(old);
  }

  /** A folder that is not empty is never replaced by a move. */
  private static boolean isMoved(Path part, Path version, int attempt) throws IOException {
    try {
      Files.move(part, version, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      if (attempt == ATTEMPTS_MAX || !Files.exists(part)) {
        throw e;
      }
      return false;
    }
  }

  private static boolean moveIfThere(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException _) {
      // Another writer was faster.
      return false;
    }
  }

  /**
   * Where a version is; while it is replaced, where it was before.
   *
   * @throws IOException when the device does not say: what gives no answer must not look empty
   */
  Optional<Path> find(long version) throws IOException {
    if (isFolder(version(version))) {
      return Optional.of(version(version));
    }
    String before = name(version) + ".";
    Optional<Path> old =
        entries().stream().filter(each -> nameOf(each).startsWith(before) && nameOf(each).endsWith(OLD)).findFirst();
    return old.isPresent() || !isFolder(version(version)) ? old : Optional.of(version(version));
  }

  private static boolean isFolder(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** The highest version, if there is one. */
  OptionalLong newest() throws IOException {
    TreeSet<Long> all = versions();
    return all.isEmpty() ? OptionalLong.empty() : OptionalLong.of(all.last());
  }

  private TreeSet<Long> versions() throws IOException {
    TreeSet<Long> versions = new TreeSet<>();
    for (Path entry : entries()) {
      if (VERSION.matcher(nameOf(entry)).matches()) {
        versions.add(Long.parseLong(nameOf(entry).substring(1)));
      }
    }
    return versions;
  }

  /** Ends what a crash interrupted, of this writer and of those that are gone. */
  void tidy() throws IOException {
    for (Path entry : entries()) {
      String name = nameOf(entry);
      boolean isOver = name.contains("." + writer + ".") || isAbandoned(entry);
      if (name.endsWith(PART) && isOver) {
        deleteAll(entry);
      } else if (name.endsWith(OLD) && isOver) {
        putBack(entry, folder.resolve(name.substring(0, name.indexOf('.'))));
      }
    }
  }

  private void putBack(Path old, Path version) throws IOException {
    if (!isFolder(version)) {
      moveIfThere(old, version);
    } else {
      deleteAll(old);
    }
  }

  private boolean isAbandoned(Path entry) throws IOException {
    if (abandonedAfter.isZero()) {
      return true;
    }
    try {
      long ageMs = System.currentTimeMillis() - Files.getLastModifiedTime(entry).toMillis();
      return ageMs > abandonedAfter.toMillis();
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /**
   * Removes what no life of the agent goes back to: all but the highest two versions, the written one, and the next
   * lower one. A late writer of an old version so takes nothing away that the newest one needs.
   *
   * @return what was removed
   */
  List<Path> prune(long written) throws IOException {
    TreeSet<Long> others = versions();
    Optional.ofNullable(others.lower(written)).ifPresent(others::remove);
    others.remove(written);
    TreeSet<Long> highest = versions();
    for (int kept = 0; kept < 2 && !highest.isEmpty(); kept++) {
      others.remove(highest.pollLast());
    }
    List<Path> removed = new ArrayList<>();
    for (long version : others) {
      Path part = own(version, PART);
      deleteAll(part);
      if (moveIfThere(version(version), part)) {
        deleteAll(part);
        removed.add(version(version));
      }
    }
    return removed;
  }

  private List<Path> entries() throws IOException {
    return inside(folder);
  }

  private static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Removes a folder with what is in it; another one may do the same at the same time. */
  static void deleteAll(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path each : inside(path)) {
        deleteAll(each);
      }
    }
    Files.deleteIfExists(path);
  }
}
