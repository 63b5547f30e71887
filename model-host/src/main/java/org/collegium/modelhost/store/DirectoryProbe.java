package org.collegium.modelhost.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
      throw new AdapterStoreException("adapter store " + root + ": takes no mark: " + e, e);
    }
  }

  @Override
  public boolean sees(String token) {
    return Files.exists(file(token));
  }

  @Override
  public void remove(String token) {
    Path file = file(token);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new AdapterStoreException("adapter store " + root + ": a mark cannot be taken away: " + e, e);
    }
  }

  private Path file(String token) {
    return root.resolve(".probe-" + StoreProbe.require(token));
  }
}
