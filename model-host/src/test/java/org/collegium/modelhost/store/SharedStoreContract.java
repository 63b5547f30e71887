package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.protocol.AdapterKind;
import org.junit.jupiter.api.Test;

/** What a store that hosts share promises beside that. */
abstract class SharedStoreContract extends AdapterStoreContract {
  private static final long SEED = 20_261_122;
  private static final int ROUNDS = 12;

  private static AdapterStore.Version policy(Adapter adapter) {
    return new AdapterStore.Version(A, AdapterKind.POLICY, adapter);
  }

  /** Writes the same pairs through stores of their own, all at the same moment. */
  private void atOnce(List<List<AdapterStore.Version>> writers) throws Exception {
    CyclicBarrier start = new CyclicBarrier(writers.size());
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (List<AdapterStore.Version> versions : writers) {
      AdapterStore store = new RetryingAdapterStore(store("one"), StorePatience.STANDARD);
      tasks.add(() -> start.await(60, TimeUnit.SECONDS) + write(store, versions));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
      for (Future<Integer> written : threads.invokeAll(tasks)) {
        written.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private static int write(AdapterStore store, List<AdapterStore.Version> versions) {
    store.write(versions, "tiny");
    return versions.size();
  }

  @Test
  void aLateOlderVersionTakesNothingAwayThatTheNewerOneNeeds() {
    AdapterStore late = store("one");
    AdapterStore newer = store("one");
    late.write(A, AdapterKind.POLICY, adapter(2, 1), "tiny");
    for (int version = 4; version <= 8; version += 2) {
      newer.write(A, AdapterKind.POLICY, adapter(version, 1), "tiny");
    }
    assertThat(versions()).containsExactly(6L, 8L);
    late.write(A, AdapterKind.POLICY, adapter(4, 1), "tiny");
    assertThat(versions()).containsExactly(4L, 6L, 8L);
    late.write(A, AdapterKind.POLICY, adapter(6, 1), "tiny");
    for (int version = 6; version <= 8; version += 2) {
      assertThat(read(A, AdapterKind.POLICY, adapter(version, 1)).stamp()).isEqualTo(adapter(version, 1).stamp());
    }
    newer.write(A, AdapterKind.POLICY, adapter(10, 1), "tiny");
    assertThat(versions()).containsExactly(8L, 10L);
  }

  @Test
  void twoWhoWriteTheSameAtTheSameMomentBothKeepIt() throws Exception {
    for (int version = 0; version < ROUNDS; version++) {
      List<AdapterStore.Version> both =
          List.of(
              policy(adapter(version, 1)), new AdapterStore.Version(B, AdapterKind.WORLD, adapter(version, 3)));
      atOnce(List.of(both, both.reversed()));
      assertThat(read(A, AdapterKind.POLICY, adapter(version, 1)).stamp()).isEqualTo(adapter(version, 1).stamp());
      assertThat(read(B, AdapterKind.WORLD, adapter(version, 3)).stamp()).isEqualTo(adapter(version, 3).stamp());
      assertThat(versions())
          .containsExactlyElementsOf(version == 0 ? List.of(0L) : List.of(version - 1L, (long) version));
    }
  }

  @Test
  void theNewestTwoStayWhateverComesLateAtTheSameMoment() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    write(A, AdapterKind.POLICY, adapter(0, 1));
    for (int newest = 1; newest < ROUNDS; newest++) {
      int late = random.nextInt(newest);
      atOnce(List.of(List.of(policy(adapter(newest, 1))), List.of(policy(adapter(late, 1)))));
      assertThat(versions()).as("late %d, seed %d", late, SEED).contains(newest - 1L, (long) newest);
      for (int version = newest - 1; version <= newest; version++) {
        Adapter wanted = adapter(version, 1);
        assertThat(read(A, AdapterKind.POLICY, wanted).weights()).isEqualTo(wanted.weights());
      }
    }
  }

  @Test
  void ofTwoWhoReplaceAVersionAtTheSameMomentOneWinsWhole() throws Exception {
    for (int seed = 1; seed < ROUNDS; seed++) {
      write(A, AdapterKind.POLICY, adapter(3, 100 + seed));
      Adapter one = adapter(3, seed);
      Adapter other = adapter(3, 50 + seed);
      atOnce(List.of(List.of(policy(one)), List.of(policy(other))));
      assertThat(versions()).containsExactly(3L);
      assertThat(List.of(one, other)).as("seed %d", seed).filteredOn(this::isThere).hasSize(1);
    }
  }

  private boolean isThere(Adapter wanted) {
    try {
      return Arrays.equals(read(A, AdapterKind.POLICY, wanted).weights(), wanted.weights());
    } catch (AdapterStoreException e) {
      assertThat(e).hasMessageContaining("has other contents than those asked for");
      return false;
    }
  }

  @Test
  void aVersionThatALaterOneHasReplacedIsSaidToBeSuperseded() {
    for (int version = 0; version < 3; version++) {
      write(A, AdapterKind.POLICY, adapter(version, 1));
    }
    assertThatThrownBy(() -> read(A, AdapterKind.POLICY, adapter(0, 1)))
        .isInstanceOfSatisfying(MissingAdapterException.class, gone -> assertThat(gone.isSuperseded()).isTrue())
        .hasMessage(
            "the adapter store has no version 0 of the policy adapter of 'dual/3/agent-1': version 2 is there already");
    assertThatThrownBy(() -> read(A, AdapterKind.POLICY, adapter(3, 1)))
        .isInstanceOfSatisfying(MissingAdapterException.class, gone -> assertThat(gone.isSuperseded()).isFalse());
  }
}
