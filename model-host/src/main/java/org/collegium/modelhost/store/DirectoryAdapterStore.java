package org.collegium.modelhost.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
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
 * <p>A version is written to {@code v000012.part}, forced to the device file by file, and renamed; so a folder without
 * a suffix is whole. One that is replaced is first renamed to {@code v000012.old}; when the process dies before the new
 * one has taken its place, the old one still counts and is put back by the next write. What else a crash left behind
 * ({@code .part}) is removed by the next write to the same adapter.
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
  private static final Pattern STRANGE = Pattern.compile("^(\\.{1,2}|policy|world)$|[\\\\\\p{Cntrl}]");
  private static final String PART = ".part";
  private static final String OLD = ".old";

  private final Path root;

  /**
   * @param root made when something is written
   */
  public DirectoryAdapterStore(Path root) {
    this.root = root;
  }

  @Override
  public void write(AdapterPairId pair, AdapterKind kind, Adapter adapter, String baseModel) {
    Path versions = folder(pair, kind);
    Path version = versions.resolve(name(adapter.stamp().version()));
    try {
      makeDurably(versions);
      tidy(versions);
      if (!holds(version, adapter.stamp())) {
        Path part = beside(version, PART);
        AdapterFolder.write(part, adapter, baseModel);
        CrashPoints.pass(CRASH_POINT);
        replace(version, part);
      }
      AtomicFile.force(versions);
      prune(versions, adapter.stamp().version());
    } catch (IOException e) {
      throw new AdapterStoreException("cannot write " + describe(pair, kind, adapter.stamp()) + ": " + e, e);
    } catch (SafetensorsException | ModelFormatException e) {
      throw new AdapterStoreException(
          "cannot write " + describe(pair, kind, adapter.stamp()) + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Adapter read(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, ModelConfiguration configuration) {
    Path version = folder(pair, kind).resolve(name(stamp.version()));
    Path found = Stream.of(version, beside(version, OLD))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new MissingAdapterException(pair, kind, stamp.version()));
    Adapter adapter;
    try {
      adapter = AdapterFolder.read(found, configuration);
    } catch (SafetensorsException | ModelFormatException | IllegalArgumentException e) {
      throw new AdapterStoreException("cannot read " + describe(pair, kind, stamp) + ": " + e.getMessage(), e);
    }
    if (!adapter.stamp().equals(stamp)) {
      throw new AdapterStoreException(
          describe(pair, kind, stamp) + " has other contents than those asked for: " + adapter.stamp().hash()
              + " (version " + adapter.stamp().version() + ") instead of " + stamp.hash());
    }
    return adapter;
  }

  private static String describe(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp) {
    return "version " + stamp.version() + " of the " + name(kind) + " adapter of '" + pair.value() + "'";
  }

  private static String name(AdapterKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
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
    for (String part : pair.value().split("/", -1)) {
      if (part.isBlank() || STRANGE.matcher(part).find()) {
        throw new IllegalArgumentException("the adapter store cannot name a folder after pair '" + pair.value() + "'");
      }
      folder = folder.resolve(part);
    }
    return folder.resolve(name(kind));
  }

  /** Makes a folder so that it stays through a crash. */
  private static void makeDurably(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder) && parent != null) {
      makeDurably(parent);
      Files.createDirectories(folder);
      AtomicFile.force(parent);
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

  /** What cannot be read is not held. */
  private static boolean holds(Path version, AdapterStamp stamp) {
    return AdapterFolder.stampOf(version).equals(Optional.of(stamp));
  }

  private static void replace(Path version, Path part) throws IOException {
    Path old = beside(version, OLD);
    if (Files.exists(version)) {
      Files.move(version, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(part, version, StandardCopyOption.ATOMIC_MOVE);
    if (Files.exists(old)) {
      delete(old);
    }
  }

  private static void prune(Path versions, long written) throws IOException {
    TreeSet<Long> others = new TreeSet<>();
    for (Path folder : folders(versions)) {
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
      Path folder = versions.resolve(name(version));
      Path part = beside(folder, PART);
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
