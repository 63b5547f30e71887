package org.collegium.scenarios.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterLayout;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.store.DirectoryAdapterStore;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderInspectionTest {
  private static final ModelConfiguration SMALL =
      new ModelConfiguration(16, 8, 8, 1, 2, 2, 4, 16, 10000, 1e-6, true, true);
  private static final AdapterPairId PAIR = new AdapterPairId("dual/3/agent-1");

  @TempDir
  Path root;

  private Path pair() {
    return root.resolve(PAIR.value());
  }

  private void write(AdapterKind kind, long version) {
    AdapterLayout layout = new AdapterLayout(SMALL, 2);
    float[] weights = Adapter.fresh(layout, 2, 1).weights();
    Adapter adapter = new Adapter(layout, 2, weights, new float[0], new float[0], 0, version);
    new DirectoryAdapterStore(root).write(PAIR, kind, adapter, "small");
  }

  private static List<String> adapters(Path folder) {
    return FolderInspection.lines(folder).stream().filter(line -> line.startsWith("adapter ")).toList();
  }

  @Test
  void aPairShowsTheNewestVersionOfEachAdapter() throws IOException {
    write(AdapterKind.POLICY, 999_999);
    write(AdapterKind.POLICY, 1_000_000);
    write(AdapterKind.WORLD, 7);
    Files.createDirectories(pair().resolve("world/v000008.part"));
    assertThat(adapters(pair())).containsExactly(
        "adapter " + pair().resolve("policy/v1000000"), "adapter " + pair().resolve("world/v000007"));
    assertThat(FolderInspection.lines(pair())).contains("  rank        2, alpha 4.0", "  base        small");
  }

  @Test
  void anAdapterShowsAllItsVersions() {
    write(AdapterKind.POLICY, 3);
    write(AdapterKind.POLICY, 4);
    Path policy = pair().resolve("policy");
    assertThat(adapters(policy)).containsExactly(
        "adapter " + policy.resolve("v000003"), "adapter " + policy.resolve("v000004"));
    assertThat(adapters(policy.resolve("v000003"))).containsExactly("adapter " + policy.resolve("v000003"));
  }

  @Test
  void aFolderOfNothingIsRefused() {
    assertThatThrownBy(() -> FolderInspection.lines(root))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("versions v000001/");
  }
}
