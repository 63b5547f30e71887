package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterLayout;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.TestModels;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.junit.jupiter.api.Test;

/** What every adapter store promises; each implementation has a subclass that also looks behind the interface. */
abstract class AdapterStoreContract {
  static final ModelConfiguration TINY = TestModels.grouped();
  static final AdapterPairId A = new AdapterPairId("dual/3/agent-1");
  static final AdapterPairId B = new AdapterPairId("dual/3/agent-2");

  /** The store of one run, opened anew: what it knows, it knows from what it kept. */
  abstract AdapterStore store(String run);

  /** Versions of the policy adapter of {@link #A} that the run {@code one} has, in order. */
  abstract List<Long> versions();

  /** Something that is another one when this version of the policy adapter of {@link #A} was written again. */
  abstract Object trace(long version);

  /** Flips a bit of a weight of that version, so that nobody notices but who reads it. */
  abstract void damage(long version);

  /** Nothing was kept at all. */
  abstract void assertEmpty();

  private AdapterStore store() {
    return store("one");
  }

  /** A life of versions 0 to {@code last}; with moments from version 1 on. */
  static Adapter adapter(long last, long seed) {
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

  void write(AdapterPairId pair, AdapterKind kind, Adapter adapter) {
    store().write(pair, kind, adapter, "tiny");
  }

  Adapter read(AdapterPairId pair, AdapterKind kind, Adapter wanted) {
    return store().read(pair, kind, wanted.stamp(), TINY);
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
  void theLastTwoVersionsStay() {
    for (int version = 0; version <= 4; version++) {
      write(A, AdapterKind.POLICY, adapter(version, 1));
    }
    write(A, AdapterKind.POLICY, adapter(9, 1));
    assertThat(versions()).containsExactly(4L, 9L);
    assertThat(read(A, AdapterKind.POLICY, adapter(4, 1)).stamp().version()).isEqualTo(4);
  }

  @Test
  void aRoundThatIsDoneAgainKeepsTheVersionThatItBeganWith() {
    write(A, AdapterKind.POLICY, adapter(4, 1));
    write(A, AdapterKind.POLICY, adapter(5, 1));
    write(A, AdapterKind.POLICY, adapter(5, 7));
    assertThat(versions()).containsExactly(4L, 5L);
    assertThat(read(A, AdapterKind.POLICY, adapter(5, 7)).stamp()).isEqualTo(adapter(5, 7).stamp());
    assertThat(read(A, AdapterKind.POLICY, adapter(4, 1)).stamp()).isEqualTo(adapter(4, 1).stamp());
  }

  @Test
  void aLifeThatBeginsAnewKeepsTheEndOfTheOldOneUntilItIsThere() {
    write(A, AdapterKind.POLICY, adapter(11, 1));
    write(A, AdapterKind.POLICY, adapter(12, 1));
    write(A, AdapterKind.POLICY, adapter(0, 7));
    assertThat(versions()).containsExactly(0L, 11L, 12L);
    for (int version = 1; version <= 10; version++) {
      write(A, AdapterKind.POLICY, adapter(version, 7));
      assertThat(versions()).containsExactly(version - 1L, (long) version, 11L, 12L);
    }
    write(A, AdapterKind.POLICY, adapter(12, 7));
    assertThat(versions()).containsExactly(11L, 12L);
    assertThat(read(A, AdapterKind.POLICY, adapter(12, 7)).stamp()).isEqualTo(adapter(12, 7).stamp());
  }

  @Test
  void theSameContentsAreNotWrittenAgain() {
    write(A, AdapterKind.POLICY, adapter(2, 1));
    Object before = trace(2);
    write(A, AdapterKind.POLICY, adapter(2, 1));
    assertThat(trace(2)).isEqualTo(before);
    write(A, AdapterKind.POLICY, adapter(2, 7));
    assertThat(trace(2)).isNotEqualTo(before);
  }

  @Test
  void aBitThatFlippedIsFound() {
    write(A, AdapterKind.POLICY, adapter(2, 1));
    damage(2);
    assertThatThrownBy(() -> read(A, AdapterKind.POLICY, adapter(2, 1)))
        .isInstanceOf(AdapterStoreException.class)
        .hasMessageStartingWith("cannot read version 2 of the policy adapter of 'dual/3/agent-1': ")
        .hasMessageContaining("not of one version, or damaged");
  }

  @Test
  void runsDoNotSeeEachOther() {
    Adapter ours = adapter(2, 1);
    Adapter theirs = adapter(2, 7);
    store("one").write(A, AdapterKind.POLICY, ours, "tiny");
    assertThatThrownBy(() -> store("other").read(A, AdapterKind.POLICY, ours.stamp(), TINY))
        .isInstanceOf(MissingAdapterException.class);
    store("other").write(A, AdapterKind.POLICY, theirs, "tiny");
    store("other").write(A, AdapterKind.POLICY, adapter(3, 7), "tiny");
    store("other").write(A, AdapterKind.POLICY, adapter(4, 7), "tiny");
    assertThat(versions()).containsExactly(2L);
    assertThat(read(A, AdapterKind.POLICY, ours).stamp()).isEqualTo(ours.stamp());
  }

  @Test
  void aRunThatIsClearedIsGoneAndOthersStay() {
    Adapter adapter = adapter(2, 1);
    store("one").clear();
    store("one").write(A, AdapterKind.POLICY, adapter, "tiny");
    store("one").write(B, AdapterKind.WORLD, adapter, "tiny");
    store("other").write(A, AdapterKind.POLICY, adapter, "tiny");
    AdapterStore ours = store("one");
    ours.clear();
    ours.clear();
    assertThatThrownBy(() -> read(A, AdapterKind.POLICY, adapter)).isInstanceOf(MissingAdapterException.class);
    assertThatThrownBy(() -> read(B, AdapterKind.WORLD, adapter)).isInstanceOf(MissingAdapterException.class);
    assertThat(store("other").read(A, AdapterKind.POLICY, adapter.stamp(), TINY).stamp()).isEqualTo(adapter.stamp());
    ours.write(A, AdapterKind.POLICY, adapter, "tiny");
    assertThat(read(A, AdapterKind.POLICY, adapter).stamp()).isEqualTo(adapter.stamp());
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
  void anIdThatLeadsElsewhereIsRefused() {
    for (String id : List.of(
        "", "..", "../x", "a/../../x", "a//b", "/etc", "a/", ".", "a/./b", "a\\..\\b", "a\0b", "a/policy", " ")) {
      assertThatThrownBy(() -> write(new AdapterPairId(id), AdapterKind.POLICY, adapter(0, 1)))
          .as("'%s'", id)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the adapter store cannot name a folder after pair");
    }
    assertEmpty();
  }
}
