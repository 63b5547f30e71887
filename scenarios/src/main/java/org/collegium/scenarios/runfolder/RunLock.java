package org.collegium.scenarios.runfolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.collegium.scenarios.configuration.InvalidInputException;

/**
 * Keeps a second process away from the folder of a run, or of a node. The system lets go of it when the process dies,
 * however it dies.
 */
public final class RunLock implements AutoCloseable {
  private final Optional<FileChannel> channel;

  private RunLock(Optional<FileChannel> channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder for this process.
   *
   * @throws InvalidInputException when another process works on it, or it cannot be written
   */
  public static RunLock take(RunFolder folder) {
    return take(folder.root(), folder.state(), "works on this run");
  }

  /**
   * Takes the folder of a node for this process.
   *
   * @throws InvalidInputException when another process is a node there, or it cannot be written
   */
  public static RunLock takeNode(Path folder) {
    return take(folder, folder, "is a node with this folder");
  }

  private static RunLock take(Path folder, Path place, String work) {
    Path file = place.resolve("lock");
    try {
      Files.createDirectories(place);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel).isEmpty()) {
        String owner = owner(channel);
        channel.close();
        throw new InvalidInputException(folder + ": another process" + owner + " " + work);
      }
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
      return new RunLock(Optional.of(channel));
    } catch (IOException e) {
      throw new InvalidInputException(folder + ": cannot be written: " + e.getClass().getSimpleName() + " "
          + e.getMessage());
    }
  }

  /** For a run that lies where nothing can be written: nobody can work on it. */
  public static RunLock none() {
    return new RunLock(Optional.empty());
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      // Behind the number that is written there: some systems keep others from reading what is locked.
      return Optional.ofNullable(channel.tryLock(1 << 20, 1, false));
    } catch (OverlappingFileLockException thisProcess) {
      return Optional.empty();
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(32);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    return pid.matches("\\d+") ? " (number " + pid + ")" : "";
  }

  @Override
  public void close() {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of the folder cannot be let go of", e);
    }
  }
}
