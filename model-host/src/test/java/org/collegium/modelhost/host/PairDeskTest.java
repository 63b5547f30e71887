package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.TestModels;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply.Opened;
import org.collegium.modelhost.protocol.HostReply.Saved;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.store.MissingAdapterException;
import org.collegium.modelhost.telemetry.HostMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairDeskTest {
  private static final ModelConfiguration TINY = TestModels.grouped();
  private static final AdapterPairId A = new AdapterPairId("dual/3/agent-1");
  private static final AdapterPairId B = new AdapterPairId("b");

  @TempDir
  Path folder;

  private final PairStore store = new PairStore(TINY, 2, Optional.empty(), HostMeter.SILENT);
  private final PairDesk desk =
      new PairDesk(store, TINY, Optional.of(new HeapAdapterStore()), "tiny", HostMeter.SILENT);

  private static AdapterPair moved(AdapterPair pair) {
    Adapter old = pair.world();
    float[] weights = old.weights().clone();
    float[] first = old.firstMoments().clone();
    float[] second = old.secondMoments().clone();
    weights[3] += 0.25f;
    first[5] = 0.5f;
    second[7] = 1e-9f;
    return pair.with(AdapterKind.WORLD, old.learned(weights, first, second, 3));
  }

  private AdapterPair pair(AdapterPairId id) {
    return store.find(id).orElseThrow();
  }

  @Test
  void openingAgainPutsThePairBackToItsBeginning() {
    Opened fresh = (Opened) desk.serve(Requests.open("1", A));
    assertThat(fresh.policy().version()).isZero();
    store.put(A, moved(pair(A)));
    assertThat(desk.serve(Requests.open("1", A))).isEqualTo(fresh);
    assertThat(pair(A).world().stamp()).isEqualTo(fresh.world());
  }

  @Test
  void aSeedDecidesTheContents() {
    HostRequest.Open open = Requests.open("1", A);
    Opened first = (Opened) desk.serve(open);
    Opened same = (Opened) desk.serve(new HostRequest.Open("2", B, open.shape(), open.seed()));
    Opened other =
        (Opened) desk.serve(new HostRequest.Open("3", new AdapterPairId("c"), open.shape(), open.seed() + 1));
    assertThat(same.policy()).isEqualTo(first.policy()).isNotEqualTo(other.policy());
    assertThat(first.policy()).isNotEqualTo(first.world());
  }

  @Test
  void loadingPutsBackWhatWasSavedAndKeepsWhatStandsThereAlready() {
    desk.serve(Requests.open("1", A));
    AdapterPair before = pair(A);
    Saving saving = desk.saving(new HostRequest.Save("2", A));
    desk.keep(saving.versions());
    Saved saved = saving.reply();
    store.put(A, moved(before));
    HostRequest load = new HostRequest.Load("3", A, saved.policy(), saved.world());
    assertThat(desk.serve(load)).isEqualTo(new Opened("3", saved.policy(), saved.world()));
    assertThat(pair(A).world()).isSameAs(before.world());
    AdapterPair unsaved = moved(before);
    store.put(A, unsaved);
    desk.serve(new HostRequest.Load("4", A, unsaved.policy().stamp(), unsaved.world().stamp()));
    assertThat(pair(A).world()).isSameAs(unsaved.world());
  }

  @Test
  void aHostWithoutAStoreNeitherSavesNorLoads() {
    PairDesk poor = new PairDesk(store, TINY, Optional.empty(), "tiny", HostMeter.SILENT);
    Opened opened = (Opened) poor.serve(Requests.open("1", A));
    HostRequest load = new HostRequest.Load("2", B, opened.policy(), opened.world());
    assertThatThrownBy(() -> poor.serve(load))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this model host has no adapter store");
    assertThatThrownBy(() -> poor.saving(new HostRequest.Save("3", A)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this model host has no adapter store");
  }

  @Test
  void aDerivedPairIsTheMeanOfItsSources() {
    desk.serve(Requests.open("1", A));
    desk.serve(new HostRequest.Open("2", B, new AdapterShape(4, 4, 2), 99));
    AdapterPairId child = new AdapterPairId("child");
    desk.serve(new HostRequest.Derive("3", child, List.of(A, B), 0, 1));
    float mean = (pair(A).policy().weights()[11] + pair(B).policy().weights()[11]) / 2;
    assertThat(pair(child).policy().weights()[11]).isEqualTo(mean);
    desk.serve(new HostRequest.Derive("4", child, List.of(A), 0.5, 1));
    assertThat(pair(child).policy().weights()[11]).isNotEqualTo(pair(A).policy().weights()[11]);
  }

  @Test
  void aVersionThatIsNotThereIsNamedAndThePairIsAsItWas() {
    desk.serve(Requests.open("1", A));
    AdapterPair before = pair(A);
    AdapterStamp lost = new AdapterStamp(7, "abc");
    assertThatThrownBy(() -> desk.serve(new HostRequest.Load("2", A, before.policy().stamp(), lost)))
        .isInstanceOf(MissingAdapterException.class)
        .hasMessage("the adapter store has no version 7 of the world adapter of 'dual/3/agent-1'");
    assertThat(pair(A)).isSameAs(before);
  }

  private long onDisk() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith("world")).count();
    }
  }

  @Test
  void pairsThatDoNotFitIntoMemoryComeBackFromDiskBitByBit() throws IOException {
    PairStore small = new PairStore(TINY, 2, Optional.of(folder), HostMeter.SILENT);
    List<AdapterPairId> ids = IntStream.range(0, 5).mapToObj(at -> new AdapterPairId("p/" + at)).toList();
    for (AdapterPairId id : ids) {
      small.put(id, moved(AdapterPair.fresh(TINY, new AdapterShape(2, 3, 2), id.hashCode())));
    }
    assertThat(small.size()).isEqualTo(5);
    assertThat(small.residentSize()).isEqualTo(2);
    assertThat(onDisk()).isEqualTo(3);
    for (AdapterPairId id : ids) {
      AdapterPair expected = moved(AdapterPair.fresh(TINY, new AdapterShape(2, 3, 2), id.hashCode()));
      AdapterPair found = small.find(id).orElseThrow();
      assertThat(found.policy().stamp()).isEqualTo(expected.policy().stamp());
      assertThat(found.world().stamp()).isEqualTo(expected.world().stamp());
      assertThat(small.residentSize()).isEqualTo(2);
      assertThat(onDisk()).isEqualTo(3);
    }
    assertThat(small.find(A)).isEmpty();
    small.close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatAKilledProcessSpilledIsDeletedAndWhatThisOneUsesIsNot() throws IOException {
    Path left = Files.createDirectories(folder.resolve("pairs-123").resolve("pair-0")).getParent();
    Path other = Files.createDirectories(folder.resolve("notes"));
    PairStore one = new PairStore(TINY, 1, Optional.of(folder), HostMeter.SILENT);
    assertThat(left).doesNotExist();
    assertThat(other).isDirectory();
    one.put(A, AdapterPair.fresh(TINY, new AdapterShape(2, 3, 2), 1));
    one.put(B, AdapterPair.fresh(TINY, new AdapterShape(2, 3, 2), 2));

    PairStore two = new PairStore(TINY, 1, Optional.of(folder), HostMeter.SILENT);
    two.put(A, AdapterPair.fresh(TINY, new AdapterShape(2, 3, 2), 3));
    two.put(B, AdapterPair.fresh(TINY, new AdapterShape(2, 3, 2), 4));
    assertThat(one.find(A)).isPresent();
    two.close();
    assertThat(one.find(B)).isPresent();
    one.close();
    assertThat(folder.toFile().list()).containsExactly("notes");
  }

  @Test
  void aDiskThatTakesNothingLeavesEverythingAsItWas() throws IOException {
    Path file = Files.createFile(folder.resolve("no-folder"));
    PairStore full = new PairStore(TINY, 1, Optional.of(file), HostMeter.SILENT);
    AdapterPair first = AdapterPair.fresh(TINY, new AdapterShape(2, 3, 2), 1);
    full.put(A, first);
    assertThatThrownBy(() -> full.put(B, first)).hasMessageContaining("no-folder");
    assertThat(full.find(A)).containsSame(first);
    assertThat(full.holds(B)).isFalse();
    full.put(A, AdapterPair.fresh(TINY, new AdapterShape(2, 3, 2), 2));
    assertThat(full.size()).isEqualTo(1);
  }
}
