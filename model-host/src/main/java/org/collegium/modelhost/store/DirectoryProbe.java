package org.collegium.modelhost.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Marks in a directory of adapters: small hidden files beside them. */
public final class DirectoryProbe implements StoreProbe {
  private final Path root;

  /**
   * @param root made when a mark is left
   */
  public DirectoryProbe(Path root) {
    this.root = root;
  }

  @Override
  public void leave(String token) {
    Path file = file(token);
    try {
      Files.createDirectories(root);
      Files.writeString(file, token + "\n");
    } catch (IOException e) {
      throw failure("takes no mark", e);
    }
  }

  @Override
  public boolean sees(String token) {
    Path file = file(token);
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw failure("cannot be looked at", e);
    }
  }

  @Override
  public void remove(String token) {
    Path file = file(token);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failure("a mark cannot be taken away", e);
    }
  }

  private AdapterStoreException failure(String what, IOException cause) {
    String problem = "adapter store " + root + ": " + what + ": " + cause;
    return PassingFailure.told(PassingFailure.passes(cause, root), problem, cause);
  }

  private Path file(String token) {
    return root.resolve(".probe-" + StoreProbe.require(token));
  }
}
