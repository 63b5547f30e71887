package org.collegium.modelhost.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.collegium.modelhost.adapter.AdapterFolder;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.telemetry.AdapterTier;
import org.collegium.modelhost.telemetry.HostMeter;

/**
 * The adapter pairs of one host: those used last in memory, the others on disk when there is a folder for them. What
 * comes back from disk is the same bit by bit, moments included.
 */
final class PairStore implements AutoCloseable {
  /** Tells the folders of this process from those that earlier ones left. */
  private static final String OWN = "pairs-" + UUID.randomUUID() + "-";

  private final ModelConfiguration configuration;
  private final int residentMax;
  private final Optional<Path> spillFolder;
  private final HostMeter meter;
  private final LinkedHashMap<AdapterPairId, AdapterPair> resident = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<AdapterPairId, Path> spilled = new HashMap<>();
  private Optional<Path> own = Optional.empty();
  private int folders;

  /**
   * @param residentMax most pairs in memory, when there is a folder for the others
   * @param spillFolder no other process works on it: what is there of other processes is of dead ones, and is deleted
   */
  PairStore(
      ModelConfiguration configuration, int residentMax, Optional<Path> spillFolder, HostMeter meter) {
    this.configuration = configuration;
    this.residentMax = residentMax;
    this.spillFolder = spillFolder;
    this.meter = meter;
    spillFolder.filter(Files::isDirectory).ifPresent(PairStore::deleteLeft);
  }

  /** A process that was killed has deleted nothing; hosts of this one may be using the same folder. */
  private static void deleteLeft(Path parent) {
    try (Stream<Path> entries = Files.list(parent)) {
      entries
          .filter(entry -> entry.getFileName().toString().startsWith("pairs-"))
          .filter(entry -> !entry.getFileName().toString().startsWith(OWN))
          .toList()
          .forEach(PairStore::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + parent, e);
    }
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
    if (known != null) {
      meter.sought(AdapterTier.MEMORY, 1, 0);
      return Optional.of(known);
    }
    meter.sought(AdapterTier.MEMORY, 0, 1);
    Path folder = spilled.get(id);
    if (folder == null) {
      meter.sought(AdapterTier.DISK, 0, 1);
      return Optional.empty();
    }
    AdapterPair read = AdapterFolder.readPair(folder, configuration);
    put(id, read);
    meter.sought(AdapterTier.DISK, 1, 0);
    return Optional.of(read);
  }

  /**
   * Keeps a pair under a name, in place of the one that had it.
   *
   * @throws RuntimeException when another one had to go to disk and could not; everything is then as it was
   */
  void put(AdapterPairId id, AdapterPair pair) {
    if (!resident.containsKey(id)) {
      spillFolder.ifPresent(this::makeRoom);
    }
    resident.put(id, pair);
    Path folder = spilled.remove(id);
    if (folder != null) {
      delete(folder);
    }
  }

  private void makeRoom(Path parent) {
    while (resident.size() >= residentMax) {
      AdapterPairId eldest = resident.firstEntry().getKey();
      Path folder = ownFolder(parent).resolve("pair-" + folders++);
      AdapterFolder.writePair(folder, resident.firstEntry().getValue(), "");
      spilled.put(eldest, folder);
      resident.remove(eldest);
    }
  }

  /** Two hosts may be given one folder. */
  private Path ownFolder(Path parent) {
    if (own.isEmpty()) {
      try {
        own = Optional.of(Files.createTempDirectory(Files.createDirectories(parent), OWN));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make a folder for adapter pairs in " + parent, e);
      }
    }
    return own.get();
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
    own.ifPresent(PairStore::delete);
    own = Optional.empty();
    spilled.clear();
    resident.clear();
  }
}
