package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Opened;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.store.MissingAdapterException;
import org.collegium.modelhost.store.StoreAwayException;
import org.collegium.modelhost.telemetry.HostMeter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host whose adapter store is slow, away or broken when pairs are loaded. */
@Timeout(60)
class LoaderTest {
  private static final AdapterPairId A = new AdapterPairId("a");
  private static final AdapterPairId B = new AdapterPairId("b");
  private static final AdapterPairId C = new AdapterPairId("c");
  private static final AdapterStamp THIRD = new AdapterStamp(3, "");

  private final PlainEngine engine = new PlainEngine(8);
  private final ModelHost host =
      new ModelHost(engine, new ModelHostSettings.Limits(9, 8, 64, 32, 64, 4, 2, 2), () -> 0, HostMeter.SILENT);
  private final List<HostReply> replies = new ArrayList<>();
  private final CountDownLatch store = new CountDownLatch(1);
  private final CountDownLatch reading = new CountDownLatch(1);

  @AfterEach
  void close() {
    store.countDown();
    host.close();
  }

  private void slowStore() {
    engine.disk = () -> {
      reading.countDown();
      try {
        store.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private void ask(HostRequest request) {
    host.submit(request, replies::add);
  }

  private static HostRequest load(String id, AdapterPairId pair) {
    return new HostRequest.Load(id, pair, THIRD, THIRD);
  }

  private void workUntilIdle() {
    while (host.work()) {
      assertThat(host.isIdle() && replies.isEmpty()).isFalse();
    }
    assertThat(host.isIdle()).isTrue();
  }

  private void workUntilAnswered(int count) {
    while (replies.size() < count) {
      assertThat(host.work()).isTrue();
    }
  }

  @Test
  void aSlowStoreHoldsUpOnlyThePairThatIsLoaded() throws InterruptedException {
    slowStore();
    ask(load("load", A));
    ask(Requests.generate("waits", A, 2, 1));
    ask(Requests.open("open", B));
    ask(Requests.learnPolicy("learn", B));
    workUntilAnswered(2);
    assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(replies).extracting(HostReply::requestId).containsExactly("open", "learn");
    assertThat(host.isIdle()).isFalse();
    store.countDown();
    workUntilIdle();
    assertThat(replies.subList(2, 4))
        .satisfiesExactly(
            opened -> assertThat(opened).isEqualTo(new Opened("load", THIRD, THIRD)),
            drawn -> assertThat(((HostReply.Generated) drawn).policy()).isEqualTo(THIRD));
  }

  @Test
  void whatTheHostHoldsIsNotReadAgain() {
    ask(load("load", A));
    workUntilIdle();
    engine.disk = () -> {
      throw new StoreAwayException("away", new IOException("away"));
    };
    ask(load("again", A));
    workUntilIdle();
    assertThat(replies).last().isEqualTo(new Opened("again", THIRD, THIRD));
  }

  @Test
  void aStoreThatIsAwayIsSaidAndThePairIsAsItWas() {
    ask(Requests.open("open", A));
    engine.disk = () -> {
      throw new StoreAwayException("the server is gone", new IOException("gone"));
    };
    ask(load("load", A));
    ask(Requests.generate("drawn", A, 1, 1));
    workUntilIdle();
    assertThat(replies.get(1)).isEqualTo(new Refused("load", Refused.Reason.STORE_AWAY, "the server is gone"));
    assertThat(((HostReply.Generated) replies.get(2)).policy().version()).isZero();
    engine.disk = () -> {};
    ask(load("load", A));
    workUntilIdle();
    assertThat(replies).last().isEqualTo(new Opened("load", THIRD, THIRD));
  }

  @Test
  void aVersionThatALaterLifeHasGoneBeyondIsLostAndOneThatNeverWasIsInvalid() {
    engine.disk = () -> {
      throw new MissingAdapterException(A, AdapterKind.WORLD, 3, OptionalLong.of(5));
    };
    ask(load("stale", A));
    workUntilIdle();
    engine.disk = () -> {
      throw new MissingAdapterException(A, AdapterKind.WORLD, 3, OptionalLong.of(2));
    };
    ask(load("odd", A));
    workUntilIdle();
    String missing = "the adapter store has no version 3 of the world adapter of 'a'";
    assertThat(replies)
        .containsExactly(
            new Refused("stale", Refused.Reason.PAIR_LOST, missing + ": version 5 is there already"),
            new Refused("odd", Refused.Reason.INVALID, missing));
  }

  @Test
  void whatCannotBeReadIsAnsweredInOneLine() {
    engine.disk = () -> {
      throw new OutOfMemoryError("no room\nat line 7");
    };
    ask(load("load", A));
    workUntilIdle();
    assertThat(replies).containsExactly(new Refused("load", Refused.Reason.FAILED, "OutOfMemoryError: no room"));
  }

  @Test
  void aPairForWhichNoRoomIsLeftWhenItWasReadIsRefused() throws InterruptedException {
    slowStore();
    ask(load("load", A));
    ask(Requests.open("open-b", B));
    ask(Requests.open("open-c", C));
    workUntilAnswered(2);
    store.countDown();
    workUntilIdle();
    assertThat(replies)
        .last()
        .isEqualTo(
            new Refused("load", Refused.Reason.INVALID, "the host holds 2 adapter pairs, as many as it may"));
  }

  @Test
  void closingAnswersWhatIsBeingLoaded() throws InterruptedException {
    slowStore();
    ask(load("load", A));
    assertThat(host.work()).isTrue();
    assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
    host.close();
    assertThat(replies)
        .containsExactly(
            new Refused("load", Refused.Reason.PAIR_LOST, "the model host was closed before this was served"));
    assertThat(engine.closed).isTrue();
  }
}
