package org.collegium.scenarios.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.collegium.organization.durable.AdapterStoreSettings;

/** Brings the adapters of a run from the store of a cluster into a run folder. They never travel as messages. */
final class CollectedAdapters {
  private CollectedAdapters() {}

  /**
   * Copies them.
   *
   * @return what a user should know; empty when everything is there
   */
  static Optional<String> copy(AdapterStoreSettings store, String run, Path target) throws IOException {
    return switch (store) {
      case AdapterStoreSettings.SharedDirectory directory -> copy(directory.folder().resolve(run), target);
      case AdapterStoreSettings.SharedDatabase _ ->
          Optional.of("The adapters stay in the cluster's database, under the run's name " + run + ".");
    };
  }

  private static Optional<String> copy(Path source, Path target) throws IOException {
    if (!Files.isDirectory(source)) {
      return Optional.of(
          "The adapters stay in the cluster's store: this machine has no " + source
              + " (collegium.cluster.adapters.folder).");
    }
    try (Stream<Path> inside = Files.walk(source)) {
      for (Path path : inside.sorted().toList()) {
        Path copy = target.resolve(source.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
    return Optional.empty();
  }
}
