package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
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
    return disk().numbers();
  }

  @Override
  Object trace(long version) {
    return disk().trace(version);
  }

  @Override
  void damage(long version) {
    VersionsOnDisk.flip(disk().weights(version));
  }

  @Override
  void assertEmpty() {
    assertThat(root).isEmptyDirectory();
  }

  private VersionsOnDisk disk() {
    return new VersionsOnDisk(root);
  }

  @Test
  void whatAnotherWriterIsAboutToFinishIsLeftAloneUntilItIsOld() throws IOException {
    write(A, AdapterKind.POLICY, adapter(1, 1));
    Path part = Files.createDirectories(disk().policy().resolve("v000002.another.part"));
    Path old = Files.createDirectories(disk().policy().resolve("v000001.another.old"));
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
    Files.move(disk().version(2), disk().policy().resolve("v000002.another.old"));
    assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp()).isEqualTo(adapter(2, 1).stamp());
    write(A, AdapterKind.POLICY, adapter(3, 1));
    assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp()).isEqualTo(adapter(2, 1).stamp());
  }

  @Test
  void aWriterWhoseUnfinishedVersionIsTakenAwayIsToldThatThisPasses() throws IOException {
    Path policy = Files.createDirectories(disk().policy());
    VersionsFolder versions = new VersionsFolder(policy, "slow", Duration.ofMinutes(10));
    VersionsFolder.deleteAll(versions.begin(2));
    assertThatThrownBy(() -> versions.publish(adapter(2, 1).stamp()))
        .isInstanceOfSatisfying(
            NoSuchFileException.class, gone -> assertThat(PassingFailure.passes(gone, root)).isTrue());
  }
}
