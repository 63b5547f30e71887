package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.model.TestModels;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.store.MissingAdapterException;
import org.collegium.modelhost.telemetry.AdapterTier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host tells of its work. */
class HostMeterTest {
  private static final AdapterPairId A = new AdapterPairId("a");
  private static final AdapterPairId B = new AdapterPairId("b");

  private final HeardWork heard = new HeardWork();
  private final List<HostReply> replies = new ArrayList<>();

  @TempDir private Path folder;

  private ModelHost plain(int queueMax) {
    ModelHostSettings.Limits limits = new ModelHostSettings.Limits(queueMax, 8, 64, 32, 64, 4, 6, 6);
    return new ModelHost(new PlainEngine(8), limits, () -> 0, heard);
  }

  private void all(ModelHost host, List<? extends HostRequest> requests) {
    requests.forEach(request -> host.submit(request, replies::add));
    while (host.work()) {
      assertThat(replies).hasSizeLessThan(100);
    }
  }

  @Test
  void everyRequestIsTakenOnceAndAnsweredOnceAlsoWhenItIsAskedTwice() {
    try (ModelHost host = plain(100)) {
      all(host, List.of(
          Requests.open("open", A), Requests.generate("g", A, 3, 1), Requests.generate("g", A, 3, 1),
          Requests.learnPolicy("l", A)));
    }
    assertThat(heard.taken).containsExactly("open", "g", "l");
    assertThat(heard.answered).containsExactly("open", "g", "l");
    assertThat(heard.waiting).startsWith(1, 2, 3).endsWith(0);
    assertThat(heard.read).isEqualTo(1);
    assertThat(heard.decoded).containsExactly(1, 1, 1);
    assertThat(heard.learned).isNotEmpty().containsOnly(1);
  }

  @Test
  void whatIsTurnedAwayIsAnsweredAndNeverTaken() {
    try (ModelHost host = plain(1)) {
      all(host, List.of(Requests.open("first", A), Requests.open("second", B)));
    }
    assertThat(heard.taken).containsExactly("first");
    assertThat(heard.answered).containsExactly("second", "first");
  }

  @Test
  void aPairIsLookedForInMemoryThenOnDisk() {
    PairStore store = new PairStore(TestModels.grouped(), 1, Optional.of(folder), heard);
    AdapterPair pair = AdapterPair.fresh(TestModels.grouped(), new AdapterShape(2, 2, 2), 1);
    store.put(A, pair);
    store.put(B, pair);

    assertThat(store.find(B)).isPresent();
    assertThat(store.find(A)).isPresent();
    assertThat(store.find(new AdapterPairId("c"))).isEmpty();

    assertThat(heard.found).containsEntry(AdapterTier.MEMORY, 1).containsEntry(AdapterTier.DISK, 1);
    assertThat(heard.missed).containsEntry(AdapterTier.MEMORY, 2).containsEntry(AdapterTier.DISK, 1);
    store.close();
  }

  @Test
  void whatTheHostDoesNotHoldIsLookedForInTheStore() {
    PairStore store = new PairStore(TestModels.grouped(), 4, Optional.empty(), heard);
    HeapAdapterStore adapters = new HeapAdapterStore();
    PairDesk desk = new PairDesk(store, TestModels.grouped(), Optional.of(adapters), "base", heard);
    AdapterPair pair = AdapterPair.fresh(TestModels.grouped(), new AdapterShape(2, 2, 2), 1);
    store.put(A, pair);
    desk.keep(desk.saving(new HostRequest.Save("save", A)).versions());
    PairDesk other =
        new PairDesk(
            new PairStore(TestModels.grouped(), 4, Optional.empty(), heard), TestModels.grouped(),
            Optional.of(adapters), "base", heard);

    other.serve(new HostRequest.Load("load", A, pair.policy().stamp(), pair.world().stamp()));
    AdapterStamp lost = new AdapterStamp(9, "lost");
    assertThatThrownBy(() -> other.serve(new HostRequest.Load("again", A, lost, lost)))
        .isInstanceOf(MissingAdapterException.class);

    assertThat(heard.found).containsEntry(AdapterTier.STORE, 2);
    assertThat(heard.missed).containsEntry(AdapterTier.STORE, 1);
  }

  @Test
  void adaptersThatStayOnTheDeviceAreFoundThere() {
    NativeRuntime.inferenceOnly();
    try (NDManager manager = NativeRuntime.open("cpu")) {
      DecoderWeights.random(TestModels.grouped(), 3, manager).save(folder);
    }
    try (ModelHost host = ModelHost.open(ModelHostSettings.ofFolder(folder, "cpu", 1).withMeter(heard))) {
      all(host, List.of(Requests.open("open", A)));
      all(host, IntStream.range(0, 4).mapToObj(at -> Requests.generate("g" + at, A, 2, at)).toList());
      int brought = heard.missed.getOrDefault(AdapterTier.DEVICE, 0);
      assertThat(brought).isPositive();
      all(host, IntStream.range(4, 8).mapToObj(at -> Requests.generate("g" + at, A, 2, at)).toList());
      assertThat(heard.missed).containsEntry(AdapterTier.DEVICE, brought);
      assertThat(heard.found.get(AdapterTier.DEVICE)).isPositive();
    }
  }
}
