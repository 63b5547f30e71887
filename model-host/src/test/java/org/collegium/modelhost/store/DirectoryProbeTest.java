package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryProbeTest extends StoreProbeContract {
  @TempDir
  Path folder;

  @Override
  StoreProbe probe() {
    return new DirectoryProbe(folder.resolve("adapters"));
  }

  @Override
  StoreProbe elsewhere() {
    return new DirectoryProbe(folder.resolve("others"));
  }

  @Test
  void aMarkIsASmallHiddenFile() {
    probe().leave("t1");
    assertThat(folder.resolve("adapters/.probe-t1")).hasContent("t1");
  }

  @Test
  void aPlaceThatCannotBeLookedAtIsNotTakenForOneWithoutTheMark() throws IOException {
    Path loop = folder.resolve("adapters");
    Files.createSymbolicLink(loop, loop);
    assertThatThrownBy(() -> probe().sees("t1"))
        .isInstanceOf(StoreAwayException.class)
        .hasMessageStartingWith("adapter store " + loop + ": cannot be looked at: ");
  }

  @Test
  void aPlaceThatTakesNoMarkIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("adapters"));
    assertThatThrownBy(() -> probe().leave("t1"))
        .isInstanceOf(AdapterStoreException.class)
        .hasMessageStartingWith("adapter store " + file + ": takes no mark: ");
  }
}
