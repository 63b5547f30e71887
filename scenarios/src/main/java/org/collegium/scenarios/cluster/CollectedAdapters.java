package org.collegium.scenarios.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.collegium.modelhost.host.EmbeddedBase;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.store.DirectoryAdapterStore;
import org.collegium.modelhost.store.PostgresAdapterStore;
import org.collegium.organization.durable.AdapterStoreSettings;
import org.collegium.scenarios.configuration.ModelSettings;

/** Brings the adapters of a run from the store of a cluster into a run folder. They never travel as messages. */
final class CollectedAdapters {
  private CollectedAdapters() {}

  /**
   * Copies them.
   *
   * @param run the value of its identity
   * @param model whose base says how they are built
   * @return what a user should know; empty when everything is there
   * @throws org.collegium.modelhost.store.AdapterStoreException when one of them cannot be read from a database
   */
  static Optional<String> copy(AdapterStoreSettings store, String run, ModelSettings model, Path target)
      throws IOException {
    return switch (store) {
      case AdapterStoreSettings.SharedDirectory directory -> copy(directory.folder().resolve(run), target);
      case AdapterStoreSettings.SharedDatabase database -> {
        new PostgresAdapterStore(database.access(), run).copyTo(new DirectoryAdapterStore(target), shapeOf(model));
        yield Optional.empty();
      }
    };
  }

  private static ModelConfiguration shapeOf(ModelSettings model) {
    return model.base().equals(ModelSettings.EMBEDDED)
        ? EmbeddedBase.read(DecoderWeights::check)
        : DecoderWeights.check(Path.of(model.base()));
  }

  private static Optional<String> copy(Path source, Path target) throws IOException {
    if (!Files.isDirectory(source)) {
      return Optional.of(
          "The adapters stay in the cluster's store: this machine has no " + source
              + " (collegium.cluster.adapters.folder).");
    }
    try (Stream<Path> inside = Files.walk(source)) {
      for (Path path : inside.filter(path -> !isUnfinished(source.relativize(path))).sorted().toList()) {
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

  /** What a writer that died left behind. */
  private static boolean isUnfinished(Path path) {
    for (Path part : path) {
      if (part.toString().endsWith(".part")) {
        return true;
      }
    }
    return false;
  }
}
