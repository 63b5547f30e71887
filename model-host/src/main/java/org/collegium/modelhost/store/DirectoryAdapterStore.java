package org.collegium.modelhost.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterFolder;
import org.collegium.modelhost.fault.CrashPoints;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.ModelFormatException;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.safetensors.AtomicFile;
import org.collegium.modelhost.safetensors.SafetensorsException;

/**
 * Adapters in a directory: {@code ROOT/PAIR/policy/v000012/} and {@code ROOT/PAIR/world/v000007/}, each in the layout
 * of PEFT, with the moments beside the weights.
 *
 * <h2>Crashes</h2>
 *
 * <p>A version is written beside its place, forced to the device with all its files, and renamed; so a folder without a
 * suffix is whole. One that is replaced is first renamed; when the process dies before the new one has taken its place,
 * the old one still counts and is put back later. What else a crash left behind is removed by the next write to the
 * same adapter.
 *
 * <h2>How many</h2>
 *
 * <p>The last two: after version N is written, the next lower one stays, because that is what a round that is not yet
 * committed goes back to. The two highest stay, too: they are what a later life needs when N comes late.
 *
 * <h2>Several writers</h2>
 *
 * <p>A host that is thought to be gone may still write when another one has taken over its pairs. In a {@link #shared}
 * directory each writer has names of its own for what is not finished, whoever comes second with the same version
 * leaves it as it is, and what others did not finish is removed only when it is old. A writer whose unfinished version
 * was removed all the same is told that the store was away, and writes it again.
 */
public final class DirectoryAdapterStore implements AdapterStore {
  /** Passed between writing a version and renaming it. */
  public static final String CRASH_POINT = "adapter-write";

  /** A writer is done within seconds, or its store is away. */
  private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

  private static final int FORCED_AT_ONCE_MAX = 8;
  private static final int LOOKS_MAX = 3;

  private final Path root;
  private final Duration abandonedAfter;
  private final String writer = UUID.randomUUID().toString();

  /** Versions that this store has seen on the device; a few of each adapter. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /** Where a version goes, in the folder of its adapter's versions. */
  private record Place(VersionsFolder versions, Adapter adapter) {
    AdapterStamp stamp() {
      return adapter.stamp();
    }

    Path version() {
      return versions.version(stamp().version());
    }
  }

  private DirectoryAdapterStore(Path root, Duration abandonedAfter) {
    this.root = root;
    this.abandonedAfter = abandonedAfter;
  }

  /**
   * A directory to which nobody else writes.
   *
   * @param root made when something is written
   */
  public DirectoryAdapterStore(Path root) {
    this(root, Duration.ZERO);
  }

  /**
   * A directory to which others may write at the same time, under the same pairs, too.
   *
   * @param root made when something is written
   */
  public static DirectoryAdapterStore shared(Path root) {
    return new DirectoryAdapterStore(root, ABANDONED_AFTER);
  }

  @Override
  public void write(List<Version> versions, String baseModel) {
    List<Place> places = versions.stream().map(this::place).toList();
    try {
      writeAll(places, baseModel);
    } catch (IOException e) {
      String problem = "cannot write " + AdapterNames.describe(versions) + ": " + e;
      throw PassingFailure.told(PassingFailure.passes(e, root), problem, e);
    } catch (SafetensorsException | ModelFormatException e) {
      String problem = "cannot write " + AdapterNames.describe(versions) + ": " + e.getMessage();
      throw PassingFailure.told(PassingFailure.passes(e, root), problem, e);
    }
  }

  private Place place(Version version) {
    return new Place(folder(version.pair(), version.kind()), version.adapter());
  }

  private void writeAll(List<Place> places, String baseModel) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    List<Place> fresh = new ArrayList<>();
    List<Path> contents = new ArrayList<>();
    for (Place place : places) {
      make(place.versions().folder(), changed);
      place.versions().tidy();
      if (!AdapterFolder.stampOf(place.version()).equals(Optional.of(place.stamp()))) {
        Path part = place.versions().begin(place.stamp().version());
        contents.addAll(AdapterFolder.writeInPlace(part, place.adapter(), baseModel));
        contents.add(part);
        fresh.add(place);
      } else if (!durable.contains(place.version())) {
        changed.add(place.versions().folder());
      }
    }
    force(contents);
    for (Place place : fresh) {
      CrashPoints.pass(CRASH_POINT);
      place.versions().publish(place.stamp());
      changed.add(place.versions().folder());
    }
    force(changed);
    places.forEach(place -> durable.add(place.version()));
    for (Place place : fresh) {
      place.versions().prune(place.stamp().version()).forEach(durable::remove);
    }
  }

  /** A disk takes many at once nearly as fast as one. */
  private static void force(Collection<Path> paths) throws IOException {
    if (paths.isEmpty()) {
      return;
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(FORCED_AT_ONCE_MAX, paths.size()))) {
      List<Callable<Path>> forcing = new ArrayList<>();
      for (Path path : paths) {
        forcing.add(() -> {
          AtomicFile.force(path);
          return path;
        });
      }
      for (Future<Path> forced : threads.invokeAll(forcing)) {
        forced.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while adapters were forced to the device", e);
    }
  }

  @Override
  public Adapter read(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, ModelConfiguration configuration) {
    String what = "cannot read " + AdapterNames.describe(pair, kind, stamp) + ": ";
    VersionsFolder versions = folder(pair, kind);
    try {
      for (int look = 1; ; look++) {
        Path found = find(versions, pair, kind, stamp.version());
        Optional<Adapter> adapter = read(found, configuration, what, look);
        if (adapter.isPresent()) {
          AdapterNames.require(pair, kind, stamp, adapter.get().stamp());
          return adapter.get();
        }
      }
    } catch (IOException e) {
      throw PassingFailure.told(PassingFailure.passes(e, root), what + e, e);
    }
  }

  private Path find(VersionsFolder versions, AdapterPairId pair, AdapterKind kind, long version) throws IOException {
    Optional<Path> found = versions.find(version);
    if (found.isEmpty()) {
      // Where nobody else writes, nobody can have gone beyond it.
      OptionalLong newest = abandonedAfter.isZero() ? OptionalLong.empty() : versions.newest();
      throw new MissingAdapterException(pair, kind, version, newest);
    }
    return found.get();
  }

  /** Empty when another writer took the folder away meanwhile. */
  private Optional<Adapter> read(Path found, ModelConfiguration configuration, String what, int look) {
    try {
      return Optional.of(AdapterFolder.read(found, configuration));
    } catch (SafetensorsException | ModelFormatException | IllegalArgumentException e) {
      if (look < LOOKS_MAX && Files.notExists(found)) {
        return Optional.empty();
      }
      throw PassingFailure.told(PassingFailure.passesForReaders(e, root), what + e.getMessage(), e);
    } catch (InternalError e) {
      // So a mapped file says that its device gives no more of it.
      throw PassingFailure.told(true, what + e.getMessage(), e);
    }
  }

  @Override
  public void clear() {
    durable.clear();
    try {
      VersionsFolder.deleteAll(root);
    } catch (IOException e) {
      throw PassingFailure.told(PassingFailure.passes(e, root), "cannot remove " + root + ": " + e, e);
    }
  }

  /** The versions of one adapter. No id leads out of the root, and none into the folder of another adapter. */
  private VersionsFolder folder(AdapterPairId pair, AdapterKind kind) {
    Path folder = root;
    for (String part : AdapterNames.parts(pair)) {
      folder = folder.resolve(part);
    }
    return new VersionsFolder(folder.resolve(AdapterNames.name(kind)), writer, abandonedAfter);
  }

  /** Makes a folder and those above it, and notes those whose entries changed. */
  private static void make(Path folder, Set<Path> changed) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder) && parent != null) {
      make(parent, changed);
      Files.createDirectories(folder);
      changed.add(parent);
    }
  }
}
