package org.collegium.modelhost.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder with {@code initdb} and {@code postgres}, as PATH or Debian's packages have it.
 *
 * @param folder absolute, links followed
 */
record PostgresPrograms(Path folder) {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  /** The first on PATH, else the highest version that is installed. */
  static Optional<PostgresPrograms> find() {
    List<Path> folders = new ArrayList<>();
    for (String each : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (!each.isBlank()) {
        folders.add(Path.of(each));
      }
    }
    folders.addAll(installed());
    return folders.stream().flatMap(PostgresPrograms::complete).findFirst();
  }

  String initdb() {
    return folder.resolve("initdb").toString();
  }

  String postgres() {
    return folder.resolve("postgres").toString();
  }

  /** PATH often has links into the folder that has all programs and what belongs to them. */
  private static Stream<PostgresPrograms> complete(Path candidate) {
    Path initdb = candidate.resolve("initdb");
    if (!Files.isExecutable(initdb)) {
      return Stream.empty();
    }
    try {
      Path folder = initdb.toRealPath().getParent();
      return folder != null && Files.isExecutable(folder.resolve("postgres"))
          ? Stream.of(new PostgresPrograms(folder))
          : Stream.empty();
    } catch (IOException _) {
      return Stream.empty(); // A link that leads nowhere: the next candidate may be better.
    }
  }

  private static List<Path> installed() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(DEBIAN, "[0-9]*")) {
      versions.forEach(version -> found.add(version.resolve("bin")));
    } catch (IOException _) {
      return List.of(); // No such folder: it is not installed there.
    }
    found.sort(Comparator.comparingInt((Path bin) -> bin.toString().length()).thenComparing(Path::toString).reversed());
    return found;
  }
}
