package org.collegium.scenarios.runfolder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.collegium.modelhost.safetensors.AtomicFile;
import org.collegium.scenarios.configuration.InvalidInputException;

/** Makes run folders; never touches one that is there. */
public final class RunFolders {
  private static final int NUMBER_MAX = 999_999;

  private RunFolders() {}

  /**
   * Makes the folder that somebody named.
   *
   * @throws InvalidInputException when something of that name is there, it cannot be made, or the disk is too full
   */
  public static RunFolder make(Path folder, long bytesNeeded) {
    Path parent = folder.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new InvalidInputException("--out: " + folder + " is not a folder's name");
    }
    try {
      Files.createDirectories(parent);
      DiskSpace.require(parent, bytesNeeded, "this run");
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException there) {
      throw new InvalidInputException("--out: " + there.getFile() + " exists already; give another name or remove it");
    } catch (IOException failed) {
      throw new InvalidInputException("--out: cannot make " + folder + ": " + reason(failed));
    }
    return new RunFolder(folder);
  }

  /**
   * Makes {@code NAME-NNN} with the next free number.
   *
   * @throws InvalidInputException when it cannot be made, or the disk is too full
   */
  public static RunFolder makeNext(Path runs, String name, long bytesNeeded) {
    try {
      Files.createDirectories(runs);
      DiskSpace.require(runs, bytesNeeded, "this run");
      for (int number = highest(runs, name) + 1; number <= NUMBER_MAX; number++) {
        Optional<RunFolder> made = makeUnlessTaken(runs.resolve(String.format(Locale.ROOT, "%s-%03d", name, number)));
        if (made.isPresent()) {
          return made.get();
        }
      }
    } catch (IOException failed) {
      throw new InvalidInputException("cannot make a folder in " + runs + ": " + reason(failed));
    }
    throw new InvalidInputException(runs + " has no number left for " + name);
  }

  /** Empty when another run took the number just now. */
  private static Optional<RunFolder> makeUnlessTaken(Path folder) throws IOException {
    try {
      return Optional.of(new RunFolder(Files.createDirectory(folder)));
    } catch (FileAlreadyExistsException taken) {
      return Optional.empty();
    }
  }

  /** Writes the configuration of the run, whole or not at all. */
  public static void writeConfiguration(RunFolder folder, String text) throws IOException {
    AtomicFile.write(folder.configuration(), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Removes a folder in which nothing has happened yet. */
  public static void discard(RunFolder folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder.root())) {
      List<Path> deepestFirst = inside.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }

  /**
   * Opens the folder of a run that was made before.
   *
   * @throws InvalidInputException when it is no run folder
   */
  public static RunFolder open(Path folder) {
    RunFolder run = new RunFolder(folder);
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(folder + ": there is no such folder");
    }
    if (!Files.isRegularFile(run.configuration())) {
      throw new InvalidInputException(folder + ": is not a run folder, it has no run.conf");
    }
    return run;
  }

  private static int highest(Path runs, String name) throws IOException {
    try (Stream<Path> entries = Files.list(runs)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(entry -> entry.matches(name + "-\\d{3,6}"))
          .mapToInt(entry -> Integer.parseInt(entry.substring(name.length() + 1)))
          .max()
          .orElse(0);
    }
  }

  private static String reason(IOException failed) {
    return failed.getClass().getSimpleName() + " " + failed.getMessage();
  }
}
