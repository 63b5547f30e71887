package org.collegium.modelhost.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * The versions of the contract's policy adapter, as its tests find and damage them in a directory.
 *
 * @param root where the runs' folders are
 */
record VersionsOnDisk(Path root) {
  Path policy() {
    return root.resolve("one/dual/3/agent-1/policy");
  }

  Path version(long version) {
    return policy().resolve("v00000" + version);
  }

  Path weights(long version) {
    return version(version).resolve("adapter_model.safetensors");
  }

  List<Long> numbers() {
    try (Stream<Path> inside = Files.list(policy())) {
      return inside.map(version -> Long.parseLong(version.getFileName().toString().substring(1))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another one after every write. */
  Object trace(long version) {
    try {
      Path weights = weights(version);
      return Files.readAttributes(weights, BasicFileAttributes.class).fileKey()
          + " of " + Files.getLastModifiedTime(weights);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One bit. */
  static void flip(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      byte[] flipped = bytes.clone();
      flipped[bytes.length - 9] ^= 4;
      Files.write(file, flipped);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
