package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryingAdapterStoreTest {
  private static final AdapterPairId A = AdapterStoreContract.A;
  private static final Adapter ADAPTER = AdapterStoreContract.adapter(1, 1);

  private final Flaky flaky = new Flaky();
  private final List<Long> pausesMs = new ArrayList<>();
  private long nowMs = 5_000;
  private final RetryingAdapterStore store =
      new RetryingAdapterStore(flaky, StorePatience.STANDARD, () -> nowMs * 1_000_000, this::pause);

  @AfterEach
  void takeBackTheInterrupt() {
    Thread.interrupted();
  }

  /** Away for so many calls, then there. */
  private static final class Flaky implements AdapterStore {
    private int awayFor;
    private int calls;
    private RuntimeException broken = new StoreAwayException("server is gone", new IOException("gone"));

    private void call() {
      calls++;
      if (awayFor > 0) {
        awayFor--;
        throw broken;
      }
    }

    @Override
    public void write(List<Version> versions, String baseModel) {
      call();
    }

    @Override
    public Adapter read(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, ModelConfiguration configuration) {
      call();
      return ADAPTER;
    }

    @Override
    public void clear() {
      call();
    }
  }

  private void pause(Duration time) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    pausesMs.add(time.toMillis());
    nowMs += time.toMillis();
  }

  private void write() {
    store.write(A, AdapterKind.POLICY, ADAPTER, "tiny");
  }

  private Adapter read() {
    return store.read(A, AdapterKind.POLICY, ADAPTER.stamp(), AdapterStoreContract.TINY);
  }

  private void askUntilItIsAway() {
    flaky.awayFor = Integer.MAX_VALUE;
    assertThatThrownBy(this::write).isInstanceOf(StoreAwayException.class).hasMessage("server is gone");
    flaky.calls = 0;
  }

  @Test
  void whatFailsInPassingIsTriedAgainAfterGrowingPauses() {
    flaky.awayFor = 4;
    assertThat(read()).isSameAs(ADAPTER);
    assertThat(pausesMs).containsExactly(100L, 200L, 400L, 800L);
    flaky.awayFor = 1;
    write();
    assertThat(pausesMs).hasSize(5);
  }

  @Test
  void attemptsAreBounded() {
    flaky.awayFor = Integer.MAX_VALUE;
    assertThatThrownBy(this::read).isInstanceOf(StoreAwayException.class).hasMessage("server is gone");
    assertThat(flaky.calls).isEqualTo(5);
  }

  @Test
  void aStoreThatIsKnownToBeAwayIsLeftAloneAndHoldsUpNobody() {
    askUntilItIsAway();
    pausesMs.clear();
    assertThatThrownBy(this::read).isInstanceOf(StoreAwayException.class).hasMessage("server is gone");
    assertThat(flaky.calls).isZero();
    nowMs += 1_000;
    assertThatThrownBy(this::read).isInstanceOf(StoreAwayException.class);
    assertThatThrownBy(this::write).isInstanceOf(StoreAwayException.class);
    assertThat(flaky.calls).isEqualTo(1);
    assertThat(pausesMs).isEmpty();
  }

  @Test
  void aStoreThatIsBackIsTrustedAgain() {
    askUntilItIsAway();
    nowMs += 1_000;
    flaky.awayFor = 0;
    write();
    flaky.awayFor = 2;
    assertThatCode(this::write).doesNotThrowAnyException();
  }

  @Test
  void aStoreThatHasBeenAwayForTooLongFailsForGood() {
    askUntilItIsAway();
    for (int second = 1; second < 120; second++) {
      nowMs += 1_000;
      assertThatThrownBy(this::read).isInstanceOf(StoreAwayException.class);
    }
    nowMs += 1_000;
    assertThatThrownBy(this::read)
        .isExactlyInstanceOf(AdapterStoreException.class)
        .hasMessage("server is gone; the adapter store has been away for 120 s");
    assertThatThrownBy(this::write).isExactlyInstanceOf(AdapterStoreException.class);
  }

  @Test
  void aFailureOfLongAgoSaysNothingAboutNow() {
    askUntilItIsAway();
    nowMs += 300_000;
    flaky.awayFor = 4;
    assertThatCode(this::write).doesNotThrowAnyException();
  }

  @Test
  void whatStaysWrongIsNotTriedAgain() {
    flaky.broken = new AdapterStoreException("damaged");
    flaky.awayFor = 1;
    assertThatThrownBy(this::read).isSameAs(flaky.broken);
    assertThat(flaky.calls).isEqualTo(1);
  }

  @Test
  void anInterruptEndsTheTrying() {
    flaky.awayFor = Integer.MAX_VALUE;
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::read).isInstanceOf(StoreAwayException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(flaky.calls).isEqualTo(1);
  }
}
