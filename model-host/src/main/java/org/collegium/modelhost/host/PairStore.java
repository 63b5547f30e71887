package org.collegium.modelhost.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.collegium.modelhost.adapter.AdapterFolder;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterPairId;

/**
 * The adapter pairs of one host: those used last in memory, the others on disk when there is a folder for them. What
 * comes back from disk is the same bit by bit, moments included.
 */
final class PairStore implements AutoCloseable {
  private final ModelConfiguration configuration;
  private final int residentMax;
  private final Optional<Path> spillFolder;
  private final LinkedHashMap<AdapterPairId, AdapterPair> resident = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<AdapterPairId, Path> spilled = new HashMap<>();
  private int folders;

  /**
   * @param residentMax most pairs in memory, when there is a folder for the others
   */
  PairStore(ModelConfiguration configuration, int residentMax, Optional<Path> spillFolder) {
    this.configuration = configuration;
    this.residentMax = residentMax;
    this.spillFolder = spillFolder;
  }

  boolean holds(AdapterPairId id) {
    return resident.containsKey(id) || spilled.containsKey(id);
  }

  int size() {
    return resident.size() + spilled.size();
  }

  int residentSize() {
    return resident.size();
  }

  /**
   * The pair, if there is one.
   *
   * @throws RuntimeException when it is on disk and cannot be read
   */
  Optional<AdapterPair> find(AdapterPairId id) {
    AdapterPair known = resident.get(id);
    Path folder = spilled.get(id);
    if (known == null && folder != null) {
      known = AdapterFolder.readPair(folder, configuration);
      put(id, known);
    }
    return Optional.ofNullable(known);
  }

  void put(AdapterPairId id, AdapterPair pair) {
    Path folder = spilled.remove(id);
    if (folder != null) {
      delete(folder);
    }
    resident.put(id, pair);
    spillFolder.ifPresent(this::spill);
  }

  private void spill(Path parent) {
    while (resident.size() > residentMax) {
      AdapterPairId eldest = resident.firstEntry().getKey();
      Path folder = parent.resolve("pair-" + folders++);
      AdapterFolder.writePair(folder, resident.firstEntry().getValue(), "");
      spilled.put(eldest, folder);
      resident.remove(eldest);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      // The contents come before their folder.
      for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  /** Deletes what is on disk. */
  @Override
  public void close() {
    for (Path folder : List.copyOf(spilled.values())) {
      delete(folder);
    }
    spilled.clear();
    resident.clear();
  }
}
