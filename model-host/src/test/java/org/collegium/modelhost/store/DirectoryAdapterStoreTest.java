package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.collegium.modelhost.protocol.AdapterKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryAdapterStoreTest extends AdapterStoreContract {
  @TempDir
  Path root;

  @Override
  AdapterStore store(String run) {
    return new DirectoryAdapterStore(root.resolve(run));
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
  void aVersionIsAFolderThatOtherToolsRead() {
    write(A, AdapterKind.POLICY, adapter(3, 1));
    assertThat(disk().version(3)).isDirectoryContaining("glob:**/adapter_config.json");
  }

  @Test
  void whatACrashLeftBehindIsRemovedByTheNextWrite() throws IOException {
    write(A, AdapterKind.POLICY, adapter(1, 1));
    Path part = Files.createDirectories(disk().policy().resolve("v000002.part"));
    Files.writeString(part.resolve("adapter_model.safetensors"), "half");
    assertThat(read(A, AdapterKind.POLICY, adapter(1, 1)).stamp().version()).isEqualTo(1);
    write(A, AdapterKind.POLICY, adapter(2, 1));
    assertThat(versions()).containsExactly(1L, 2L);
    assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp().version()).isEqualTo(2);
  }

  @Test
  void aVersionThatWasBeingReplacedIsReadAndThenPutBack() throws IOException {
    write(A, AdapterKind.POLICY, adapter(1, 1));
    write(A, AdapterKind.POLICY, adapter(2, 1));
    Files.move(disk().version(2), disk().policy().resolve("v000002.old"));
    Files.createDirectories(disk().policy().resolve("v000002.part"));
    assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp()).isEqualTo(adapter(2, 1).stamp());
    write(A, AdapterKind.POLICY, adapter(1, 1));
    assertThat(versions()).containsExactly(1L, 2L);
    Files.createDirectories(disk().policy().resolve("v000002.old"));
    write(A, AdapterKind.POLICY, adapter(2, 1));
    assertThat(versions()).containsExactly(1L, 2L);
  }

  @Test
  void aVersionThatIsNotWholeIsWrittenAgain() throws IOException {
    for (String file : List.of("adapter_config.json", "adapter_model.safetensors", "optimizer.safetensors")) {
      write(A, AdapterKind.POLICY, adapter(2, 1));
      Path lost = disk().version(2).resolve(file);
      Files.delete(lost);
      write(A, AdapterKind.POLICY, adapter(2, 1));
      assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp()).as(file).isEqualTo(adapter(2, 1).stamp());
    }
    Path weights = disk().weights(2);
    byte[] whole = Files.readAllBytes(weights);
    for (int length : new int[] {0, 5, 100, whole.length / 2, whole.length - 1}) {
      Files.write(weights, Arrays.copyOf(whole, length));
      write(A, AdapterKind.POLICY, adapter(2, 1));
      assertThat(weights).as("cut to %d", length).hasBinaryContent(whole);
    }
  }

  @Test
  void aBitThatFlippedInTheMomentsIsFound() {
    write(A, AdapterKind.POLICY, adapter(2, 1));
    VersionsOnDisk.flip(disk().version(2).resolve("optimizer.safetensors"));
    assertThatThrownBy(() -> read(A, AdapterKind.POLICY, adapter(2, 1)))
        .isInstanceOf(AdapterStoreException.class)
        .hasMessageContaining("not of one version, or damaged");
  }

  @Test
  void aDeviceThatGivesNoAnswerIsAwayAndDoesNotLookEmpty() throws IOException {
    write(A, AdapterKind.POLICY, adapter(2, 1));
    Path moved = Files.move(disk().version(2), root.resolve("elsewhere"));
    Files.createSymbolicLink(disk().version(2), disk().version(2));
    assertThatThrownBy(() -> read(A, AdapterKind.POLICY, adapter(2, 1)))
        .isInstanceOf(StoreAwayException.class)
        .hasMessageStartingWith("cannot read version 2 of the policy adapter of 'dual/3/agent-1': ");
    Files.delete(disk().version(2));
    Files.move(moved, disk().version(2));
    assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp()).isEqualTo(adapter(2, 1).stamp());
  }

  @Test
  void aPlaceThatTakesNothingIsNamed() throws IOException {
    Path file = Files.createFile(Files.createDirectories(root.resolve("one")).resolve("dual"));
    assertThatThrownBy(() -> write(A, AdapterKind.POLICY, adapter(0, 1)))
        .isExactlyInstanceOf(AdapterStoreException.class)
        .hasMessageStartingWith("cannot write version 0 of the policy adapter of 'dual/3/agent-1': ")
        .hasMessageContaining(file.toString());
  }
}
