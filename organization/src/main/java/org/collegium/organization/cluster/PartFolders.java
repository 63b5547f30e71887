package org.collegium.organization.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.collegium.organization.registry.RunIdentity;

/**
 * What a node keeps of runs: a folder for each, named by the run's identity.
 *
 * @param root the node's folder; other things may be in it
 */
record PartFolders(Path root) {
  /** So many are told of at once; when some of them are gone the others have their turn. */
  private static final int TOLD_MAX = 1_000;

  Path of(String run) {
    return root.resolve(run);
  }

  /** Runs of which the node has a folder, in the order of their names. */
  List<String> kept() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(root)) {
      return inside.map(folder -> String.valueOf(folder.getFileName()))
          .filter(RunIdentity::isValue)
          .sorted()
          .limit(TOLD_MAX)
          .toList();
    }
  }

  /**
   * Removes a run's folder; one that is gone already is no failure.
   *
   * @return why something of it stays; empty when nothing does
   */
  Optional<String> remove(String run) {
    Path folder = of(run);
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    if (!RunIdentity.isValue(run)) {
      return Optional.of(folder + " is of an earlier build; remove it by hand");
    }
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(folder + " cannot be removed: " + e);
    }
  }
}
