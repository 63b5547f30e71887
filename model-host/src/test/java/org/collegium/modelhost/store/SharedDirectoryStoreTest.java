package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.collegium.modelhost.protocol.AdapterKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory to which several hosts write. */
class SharedDirectoryStoreTest extends SharedStoreContract {
  @TempDir
  Path root;

  @Override
  AdapterStore store(String run) {
    return DirectoryAdapterStore.shared(root.resolve(run));
  }

  @Override
  List<Long> versions() {
    try (Stream<Path> inside = Files.list(policy())) {
      return inside.map(version -> Long.parseLong(version.getFileName().toString().substring(1))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  Object trace(long version) {
    try {
      Path weights = weights(version);
      return Files.readAttributes(weights, BasicFileAttributes.class).fileKey()
          + " of " + Files.getLastModifiedTime(weights);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void damage(long version) {
    flip(weights(version));
  }

  @Override
  void assertEmpty() {
    assertThat(root).isEmptyDirectory();
  }

  private Path policy() {
    return root.resolve("one/dual/3/agent-1/policy");
  }

  private Path version(long version) {
    return policy().resolve("v00000" + version);
  }

  private Path weights(long version) {
    return version(version).resolve("adapter_model.safetensors");
  }

  private static void flip(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      byte[] flipped = bytes.clone();
      flipped[bytes.length - 9] ^= 4;
      Files.write(file, flipped);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatAnotherWriterIsAboutToFinishIsLeftAloneUntilItIsOld() throws IOException {
    write(A, AdapterKind.POLICY, adapter(1, 1));
    Path part = Files.createDirectories(policy().resolve("v000002.another.part"));
    Path old = Files.createDirectories(policy().resolve("v000001.another.old"));
    write(A, AdapterKind.POLICY, adapter(2, 1));
    assertThat(part).isDirectory();
    assertThat(old).isDirectory();
    FileTime longAgo = FileTime.fromMillis(System.currentTimeMillis() - Duration.ofHours(1).toMillis());
    Files.setLastModifiedTime(part, longAgo);
    Files.setLastModifiedTime(old, longAgo);
    write(A, AdapterKind.POLICY, adapter(2, 1));
    assertThat(versions()).containsExactly(1L, 2L);
  }

  @Test
  void aVersionThatAnotherWriterIsReplacingIsRead() throws IOException {
    write(A, AdapterKind.POLICY, adapter(2, 1));
    Files.move(version(2), policy().resolve("v000002.another.old"));
    assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp()).isEqualTo(adapter(2, 1).stamp());
    write(A, AdapterKind.POLICY, adapter(3, 1));
    assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp()).isEqualTo(adapter(2, 1).stamp());
  }

  @Test
  void aWriterWhoseUnfinishedVersionIsTakenAwayIsToldThatThisPasses() throws IOException {
    VersionsFolder versions = new VersionsFolder(Files.createDirectories(policy()), "slow", Duration.ofMinutes(10));
    VersionsFolder.deleteAll(versions.begin(2));
    assertThatThrownBy(() -> versions.publish(adapter(2, 1).stamp()))
        .isInstanceOfSatisfying(
            NoSuchFileException.class, gone -> assertThat(PassingFailure.passes(gone, root)).isTrue());
  }
}
