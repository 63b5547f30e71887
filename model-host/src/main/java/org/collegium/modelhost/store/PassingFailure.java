package org.collegium.modelhost.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells failures of a store that pass by themselves from those that stay: a server that fails over, or a share that
 * gives no answer, from a damaged file, a full disk, or a place that may not be written.
 */
public final class PassingFailure {
  /** The disk is full in every language of the system when less than this is left. */
  private static final long FREE_BYTES_MIN = 1 << 20;

  private static final Pattern LASTING =
      Pattern.compile(
          "No space left|quota exceeded|Read-only file system|File name too long|File too large|Not a directory");

  /**
   * Connection lost or refused (08), the server lacks something (53), it is shut down or starts (57P0x), transactions
   * that met (40), and a server that takes no writes because another one is about to take its place (25006).
   */
  private static final Pattern STATES = Pattern.compile("08...|53...|57P0.|40...|25006");

  private PassingFailure() {}

  static boolean passes(SQLException failure) {
    return STATES.matcher(String.valueOf(failure.getSQLState())).matches();
  }

  /** What is to be thrown. */
  static AdapterStoreException told(boolean passes, String problem, Throwable cause) {
    return passes ? new StoreAwayException(problem, cause) : new AdapterStoreException(problem, cause);
  }

  /**
   * Whether a file could not be read or written for a reason that passes by itself.
   *
   * @param root on whose device it happened
   */
  public static boolean passes(IOException failure, Path root) {
    return switch (failure) {
      case FileAlreadyExistsException _, NotDirectoryException _, AccessDeniedException _ -> false;
      case JsonProcessingException _, CharacterCodingException _ -> false;
      default -> !LASTING.matcher(String.valueOf(failure.getMessage())).find() && !isFull(root);
    };
  }

  /** Whether what reads or writes files failed for a reason that passes. */
  static boolean passes(RuntimeException failure, Path root) {
    return failure.getCause() instanceof IOException cause && passes(cause, root);
  }

  /** Like {@link #passes(RuntimeException, Path)}, where a file that is missing stays so. */
  static boolean passesForReaders(RuntimeException failure, Path root) {
    return !(failure.getCause() instanceof NoSuchFileException) && passes(failure, root);
  }

  private static boolean isFull(Path root) {
    return existing(root.toAbsolutePath()).filter(PassingFailure::lacksSpace).isPresent();
  }

  private static Optional<Path> existing(Path path) {
    return Files.exists(path)
        ? Optional.of(path)
        : Optional.ofNullable(path.getParent()).flatMap(PassingFailure::existing);
  }

  private static boolean lacksSpace(Path path) {
    try {
      return Files.getFileStore(path).getUsableSpace() < FREE_BYTES_MIN;
    } catch (IOException _) {
      // What cannot even be asked for its room is away.
      return false;
    }
  }
}
