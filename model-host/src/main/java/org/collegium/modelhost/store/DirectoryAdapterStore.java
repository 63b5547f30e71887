package org.collegium.modelhost.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
 * <p>A version is written to {@code v000012.part}, forced to the device with all its files, and renamed; so a folder
 * without a suffix is whole. One that is replaced is first renamed to {@code v000012.old}; when the process dies before
 * the new one has taken its place, the old one still counts and is put back by the next write. What else a crash left
 * behind ({@code .part}) is removed by the next write to the same adapter.
 *
 * <h2>How many</h2>
 *
 * <p>The last two: after version N is written, the next lower one stays, because that is what a round that is not yet
 * committed goes back to, and all others go. When no lower one is there, the highest stays.
 */
public final class DirectoryAdapterStore implements AdapterStore {
  /** Passed between writing a version and renaming it. */
  public static final String CRASH_POINT = "adapter-write";

  private static final Pattern VERSION = Pattern.compile("v\\d{6,18}");
  private static final String PART = ".part";
  private static final String OLD = ".old";

  private static final int FORCED_AT_ONCE_MAX = 8;

  private final Path root;

  /** Versions that this store has seen on the device; two of each adapter at most. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /** Where a version goes, in the folder of its adapter's versions. */
  private record Place(Path versions, Path version, Adapter adapter) {}

  /**
   * @param root made when something is written
   */
  public DirectoryAdapterStore(Path root) {
    this.root = root;
  }

  @Override
  public void write(List<Version> versions, String baseModel) {
    List<Place> places = versions.stream().map(this::place).toList();
    try {
      writeAll(places, baseModel);
    } catch (IOException e) {
      throw failure(PassingFailure.passes(e, root), "cannot write " + AdapterNames.describe(versions) + ": " + e, e);
    } catch (SafetensorsException | ModelFormatException e) {
      String problem = "cannot write " + AdapterNames.describe(versions) + ": " + e.getMessage();
      throw failure(PassingFailure.passes(e, root), problem, e);
    }
  }

  private static AdapterStoreException failure(boolean passes, String problem, Throwable cause) {
    return passes ? new StoreAwayException(problem, cause) : new AdapterStoreException(problem, cause);
  }

  private Place place(Version version) {
    Path versions = folder(version.pair(), version.kind());
    return new Place(versions, versions.resolve(name(version.adapter().stamp().version())), version.adapter());
  }

  private void writeAll(List<Place> places, String baseModel) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    List<Place> fresh = new ArrayList<>();
    List<Path> contents = new ArrayList<>();
    for (Place place : places) {
      make(place.versions(), changed);
      tidy(place.versions());
      if (!AdapterFolder.stampOf(place.version()).equals(Optional.of(place.adapter().stamp()))) {
        Path part = Files.createDirectory(beside(place.version(), PART));
        contents.addAll(AdapterFolder.writeInPlace(part, place.adapter(), baseModel));
        contents.add(part);
        fresh.add(place);
      } else if (!durable.contains(place.version())) {
        changed.add(place.versions());
      }
    }
    force(contents);
    for (Place place : fresh) {
      CrashPoints.pass(CRASH_POINT);
      replace(place.version());
      changed.add(place.versions());
    }
    force(changed);
    places.forEach(place -> durable.add(place.version()));
    for (Place place : fresh) {
      prune(place);
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
    Path version = folder(pair, kind).resolve(name(stamp.version()));
    String what = "cannot read " + AdapterNames.describe(pair, kind, stamp) + ": ";
    Adapter adapter;
    try {
      Path found =
          firstFolder(List.of(version, beside(version, OLD)))
              .orElseThrow(() -> new MissingAdapterException(pair, kind, stamp.version()));
      adapter = AdapterFolder.read(found, configuration);
    } catch (MissingAdapterException e) {
      throw e;
    } catch (IOException e) {
      throw failure(PassingFailure.passes(e, root), what + e, e);
    } catch (SafetensorsException | ModelFormatException | IllegalArgumentException e) {
      throw failure(PassingFailure.passesForReaders(e, root), what + e.getMessage(), e);
    } catch (InternalError e) {
      // So a mapped file says that its device gives no more of it.
      throw failure(true, what + e.getMessage(), e);
    }
    AdapterNames.require(pair, kind, stamp, adapter.stamp());
    return adapter;
  }

  @Override
  public void clear() {
    durable.clear();
    try {
      if (Files.exists(root)) {
        delete(root);
      }
    } catch (IOException e) {
      throw failure(PassingFailure.passes(e, root), "cannot remove " + root + ": " + e, e);
    }
  }

  /** Only what is surely not there is passed over: a device that gives no answer must not look empty. */
  private static Optional<Path> firstFolder(List<Path> candidates) throws IOException {
    for (Path candidate : candidates) {
      try {
        if (Files.readAttributes(candidate, BasicFileAttributes.class).isDirectory()) {
          return Optional.of(candidate);
        }
      } catch (NoSuchFileException _) {
        // The next one may be there.
      }
    }
    return Optional.empty();
  }

  private static String name(long version) {
    return String.format(Locale.ROOT, "v%06d", version);
  }

  private static Path beside(Path version, String suffix) {
    return version.resolveSibling(version.getFileName() + suffix);
  }

  /** The versions of one adapter. No id leads out of the root, and none into the folder of another adapter. */
  private Path folder(AdapterPairId pair, AdapterKind kind) {
    Path folder = root;
    for (String part : AdapterNames.parts(pair)) {
      folder = folder.resolve(part);
    }
    return folder.resolve(AdapterNames.name(kind));
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

  /** Ends what a crash interrupted. */
  private static void tidy(Path versions) throws IOException {
    for (Path folder : folders(versions)) {
      String name = String.valueOf(folder.getFileName());
      if (name.endsWith(PART)) {
        delete(folder);
      } else if (name.endsWith(OLD)) {
        Path version = folder.resolveSibling(name.substring(0, name.length() - OLD.length()));
        if (Files.exists(version)) {
          delete(folder);
        } else {
          Files.move(folder, version, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  private static void replace(Path version) throws IOException {
    Path old = beside(version, OLD);
    if (Files.exists(version)) {
      Files.move(version, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(beside(version, PART), version, StandardCopyOption.ATOMIC_MOVE);
    if (Files.exists(old)) {
      delete(old);
    }
  }

  private void prune(Place place) throws IOException {
    long written = place.adapter().stamp().version();
    TreeSet<Long> others = new TreeSet<>();
    for (Path folder : folders(place.versions())) {
      String name = String.valueOf(folder.getFileName());
      if (VERSION.matcher(name).matches()) {
        others.add(Long.parseLong(name.substring(1)));
      }
    }
    others.remove(written);
    if (!others.isEmpty()) {
      Long lower = others.lower(written);
      others.remove(lower == null ? others.last() : lower);
    }
    for (long version : others) {
      Path folder = place.versions().resolve(name(version));
      Path part = beside(folder, PART);
      durable.remove(folder);
      Files.move(folder, part, StandardCopyOption.ATOMIC_MOVE);
      delete(part);
    }
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> inside = Files.list(parent)) {
      return inside.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      // The contents come before their folder.
      for (Path file : inside.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(file);
      }
    }
  }
}
