package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterLayout;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.TestModels;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryAdapterStoreTest {
  private static final ModelConfiguration TINY = TestModels.grouped();
  private static final AdapterPairId A = new AdapterPairId("dual/3/agent-1");
  private static final AdapterPairId B = new AdapterPairId("dual/3/agent-2");

  @TempDir
  Path root;

  private AdapterStore store() {
    return new DirectoryAdapterStore(root);
  }

  /** A life of versions 0 to {@code last}; with moments from version 1 on. */
  private static Adapter adapter(long last, long seed) {
    Adapter adapter = Adapter.fresh(new AdapterLayout(TINY, 3), 2, seed);
    for (int version = 1; version <= last; version++) {
      SplittableRandom random = new SplittableRandom(seed + version);
      float[] weights = adapter.weights().clone();
      float[] first = adapter.firstMoments().clone();
      float[] second = adapter.secondMoments().clone();
      for (int at = 0; at < weights.length; at++) {
        weights[at] += (float) random.nextGaussian();
        first[at] = (float) random.nextGaussian();
        second[at] = Float.MIN_VALUE * random.nextInt(9);
      }
      adapter = adapter.learned(weights, first, second, version * 4L);
    }
    return adapter;
  }

  private void write(AdapterPairId pair, AdapterKind kind, Adapter adapter) {
    store().write(pair, kind, adapter, "tiny");
  }

  private Adapter read(AdapterPairId pair, AdapterKind kind, Adapter wanted) {
    return store().read(pair, kind, wanted.stamp(), TINY);
  }

  private Path folder(String kind) {
    return root.resolve("dual/3/agent-1").resolve(kind);
  }

  private List<String> versions() throws IOException {
    try (Stream<Path> inside = Files.list(folder("policy"))) {
      return inside.map(version -> version.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsReadIsWhatWasWrittenBitByBit() {
    Adapter policy = adapter(3, 1);
    Adapter world = adapter(0, 2);
    Adapter other = adapter(3, 5);
    write(A, AdapterKind.POLICY, policy);
    write(A, AdapterKind.WORLD, world);
    write(B, AdapterKind.POLICY, other);
    Adapter back = read(A, AdapterKind.POLICY, policy);
    assertThat(back.stamp()).isEqualTo(policy.stamp());
    assertThat(back.weights()).isEqualTo(policy.weights());
    assertThat(back.firstMoments()).isEqualTo(policy.firstMoments());
    assertThat(back.secondMoments()).isEqualTo(policy.secondMoments());
    assertThat(back.steps()).isEqualTo(12);
    assertThat(read(A, AdapterKind.WORLD, world).weights()).isEqualTo(world.weights());
    assertThat(read(B, AdapterKind.POLICY, other).stamp()).isEqualTo(other.stamp());
    assertThat(folder("policy").resolve("v000003")).isDirectoryContaining("glob:**/adapter_config.json");
  }

  @Test
  void manyPairsAreWrittenAtOnce() {
    for (int version = 0; version < 3; version++) {
      List<AdapterStore.Version> all = new ArrayList<>();
      for (int agent = 0; agent < 12; agent++) {
        AdapterPairId pair = new AdapterPairId("dual/3/agent-" + agent);
        all.add(new AdapterStore.Version(pair, AdapterKind.POLICY, adapter(version, agent)));
        all.add(new AdapterStore.Version(pair, AdapterKind.WORLD, adapter(1, 100 + agent)));
      }
      store().write(all, "tiny");
      for (AdapterStore.Version each : all) {
        assertThat(read(each.pair(), each.kind(), each.adapter()).stamp()).isEqualTo(each.adapter().stamp());
      }
    }
  }

  @Test
  void theLastTwoVersionsStay() throws IOException {
    for (int version = 0; version <= 4; version++) {
      write(A, AdapterKind.POLICY, adapter(version, 1));
    }
    write(A, AdapterKind.POLICY, adapter(9, 1));
    assertThat(versions()).containsExactly("v000004", "v000009");
    assertThat(read(A, AdapterKind.POLICY, adapter(4, 1)).stamp().version()).isEqualTo(4);
  }

  @Test
  void aRoundThatIsDoneAgainKeepsTheVersionThatItBeganWith() throws IOException {
    write(A, AdapterKind.POLICY, adapter(4, 1));
    write(A, AdapterKind.POLICY, adapter(5, 1));
    write(A, AdapterKind.POLICY, adapter(5, 7));
    assertThat(versions()).containsExactly("v000004", "v000005");
    assertThat(read(A, AdapterKind.POLICY, adapter(5, 7)).stamp()).isEqualTo(adapter(5, 7).stamp());
    assertThat(read(A, AdapterKind.POLICY, adapter(4, 1)).stamp()).isEqualTo(adapter(4, 1).stamp());
  }

  @Test
  void aLifeThatBeginsAnewKeepsTheEndOfTheOldOneUntilItHasTwoVersions() throws IOException {
    write(A, AdapterKind.POLICY, adapter(11, 1));
    write(A, AdapterKind.POLICY, adapter(12, 1));
    write(A, AdapterKind.POLICY, adapter(0, 7));
    assertThat(versions()).containsExactly("v000000", "v000012");
    write(A, AdapterKind.POLICY, adapter(1, 7));
    assertThat(versions()).containsExactly("v000000", "v000001");
  }

  @Test
  void theSameContentsAreNotWrittenAgain() throws IOException {
    write(A, AdapterKind.POLICY, adapter(2, 1));
    Path weights = folder("policy").resolve("v000002").resolve("adapter_model.safetensors");
    FileTime longAgo = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(weights, longAgo);
    write(A, AdapterKind.POLICY, adapter(2, 1));
    assertThat(Files.getLastModifiedTime(weights)).isEqualTo(longAgo);
  }

  @Test
  void whatACrashLeftBehindIsRemovedByTheNextWrite() throws IOException {
    write(A, AdapterKind.POLICY, adapter(1, 1));
    Path part = Files.createDirectories(folder("policy").resolve("v000002.part"));
    Files.writeString(part.resolve("adapter_model.safetensors"), "half");
    assertThat(read(A, AdapterKind.POLICY, adapter(1, 1)).stamp().version()).isEqualTo(1);
    write(A, AdapterKind.POLICY, adapter(2, 1));
    assertThat(versions()).containsExactly("v000001", "v000002");
    assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp().version()).isEqualTo(2);
  }

  @Test
  void aVersionThatWasBeingReplacedIsReadAndThenPutBack() throws IOException {
    write(A, AdapterKind.POLICY, adapter(1, 1));
    write(A, AdapterKind.POLICY, adapter(2, 1));
    Files.move(folder("policy").resolve("v000002"), folder("policy").resolve("v000002.old"));
    Files.createDirectories(folder("policy").resolve("v000002.part"));
    assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp()).isEqualTo(adapter(2, 1).stamp());
    write(A, AdapterKind.POLICY, adapter(1, 1));
    assertThat(versions()).containsExactly("v000001", "v000002");
    Files.createDirectories(folder("policy").resolve("v000002.old"));
    write(A, AdapterKind.POLICY, adapter(2, 1));
    assertThat(versions()).containsExactly("v000001", "v000002");
  }

  @Test
  void aVersionThatIsNotWholeIsWrittenAgain() throws IOException {
    for (String file : List.of("adapter_config.json", "adapter_model.safetensors", "optimizer.safetensors")) {
      write(A, AdapterKind.POLICY, adapter(2, 1));
      Path lost = folder("policy").resolve("v000002").resolve(file);
      Files.delete(lost);
      write(A, AdapterKind.POLICY, adapter(2, 1));
      assertThat(read(A, AdapterKind.POLICY, adapter(2, 1)).stamp()).as(file).isEqualTo(adapter(2, 1).stamp());
    }
    Path weights = folder("policy").resolve("v000002").resolve("adapter_model.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    for (int length : new int[] {0, 5, 100, whole.length / 2, whole.length - 1}) {
      Files.write(weights, Arrays.copyOf(whole, length));
      write(A, AdapterKind.POLICY, adapter(2, 1));
      assertThat(weights).as("cut to %d", length).hasBinaryContent(whole);
    }
  }

  @Test
  void aVersionThatIsNotThereIsNamed() {
    write(A, AdapterKind.POLICY, adapter(1, 1));
    AdapterStamp wanted = adapter(2, 1).stamp();
    assertThatThrownBy(() -> store().read(A, AdapterKind.POLICY, wanted, TINY))
        .isInstanceOf(MissingAdapterException.class)
        .hasMessage("the adapter store has no version 2 of the policy adapter of 'dual/3/agent-1'");
    assertThatThrownBy(() -> store().read(B, AdapterKind.WORLD, wanted, TINY))
        .isInstanceOf(MissingAdapterException.class);
  }

  @Test
  void otherContentsThanThoseAskedForAreRefused() {
    write(A, AdapterKind.POLICY, adapter(2, 1));
    AdapterStamp wanted = adapter(2, 7).stamp();
    assertThatThrownBy(() -> store().read(A, AdapterKind.POLICY, wanted, TINY))
        .isInstanceOf(AdapterStoreException.class)
        .hasMessageStartingWith("version 2 of the policy adapter of 'dual/3/agent-1' has other contents")
        .hasMessageContaining(wanted.hash());
  }

  @Test
  void aBitThatFlippedIsFound() throws IOException {
    write(A, AdapterKind.POLICY, adapter(2, 1));
    for (String file : List.of("adapter_model.safetensors", "optimizer.safetensors")) {
      Path damaged = folder("policy").resolve("v000002").resolve(file);
      byte[] bytes = Files.readAllBytes(damaged);
      byte[] flipped = bytes.clone();
      flipped[bytes.length - 9] ^= 4;
      Files.write(damaged, flipped);
      assertThatThrownBy(() -> read(A, AdapterKind.POLICY, adapter(2, 1)))
          .as(file)
          .isInstanceOf(AdapterStoreException.class)
          .hasMessageContaining("not of one version, or damaged");
      Files.write(damaged, bytes);
    }
  }

  @Test
  void anIdThatLeadsElsewhereIsRefused() {
    for (String id : List.of(
        "", "..", "../x", "a/../../x", "a//b", "/etc", "a/", ".", "a/./b", "a\\..\\b", "a\0b", "a/policy", " ")) {
      assertThatThrownBy(() -> write(new AdapterPairId(id), AdapterKind.POLICY, adapter(0, 1)))
          .as("'%s'", id)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the adapter store cannot name a folder after pair");
    }
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aPlaceThatTakesNothingIsNamed() throws IOException {
    Path file = Files.createFile(root.resolve("dual"));
    assertThatThrownBy(() -> write(A, AdapterKind.POLICY, adapter(0, 1)))
        .isInstanceOf(AdapterStoreException.class)
        .hasMessageStartingWith("cannot write version 0 of the policy adapter of 'dual/3/agent-1': ")
        .hasMessageContaining(file.toString());
  }
}
