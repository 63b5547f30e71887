package org.collegium.modelhost.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that may be away for a while. What fails in passing is tried again after short growing pauses. When that does
 * not help, the store is known to be away: {@link StoreAwayException} says so at once, and one attempt in a while looks
 * whether it is back, so that those who wait in a line are not held up by one timeout each. When it has been away for
 * too long, what is asked fails for good.
 *
 * <p>Writing twice what may have been written is harmless, so no result depends on how often anything was tried.
 */
public final class RetryingAdapterStore implements AdapterStore {
  private static final Logger LOG = LoggerFactory.getLogger(RetryingAdapterStore.class);

  /** A failure that nobody looked behind for so long says nothing about now. */
  private static final Duration UNSEEN_MAX = Duration.ofSeconds(30);

  private final AdapterStore store;
  private final StorePatience patience;
  private final LongSupplier clockNs;
  private final Pause pause;
  private Optional<Absence> absence = Optional.empty();

  /** Waits on the caller's thread. */
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /** Since when the store is away, when that was seen last, and what it looked like. */
  private record Absence(long sinceNs, long seenNs, StoreAwayException failure) {}

  /** A store whose failures may pass. */
  public RetryingAdapterStore(AdapterStore store, StorePatience patience) {
    this(store, patience, System::nanoTime, Thread::sleep);
  }

  RetryingAdapterStore(AdapterStore store, StorePatience patience, LongSupplier clockNs, Pause pause) {
    this.store = store;
    this.patience = patience;
    this.clockNs = clockNs;
    this.pause = pause;
  }

  @Override
  public void write(List<Version> versions, String baseModel) {
    serve(() -> {
      store.write(versions, baseModel);
      return versions;
    });
  }

  @Override
  public Adapter read(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, ModelConfiguration configuration) {
    return serve(() -> store.read(pair, kind, stamp, configuration));
  }

  @Override
  public void clear() {
    serve(() -> {
      store.clear();
      return this;
    });
  }

  private <T> T serve(Supplier<T> action) {
    List<Duration> pauses = isExpectedThere() ? patience.pauses() : List.of();
    for (Duration each : pauses) {
      try {
        return asked(action);
      } catch (StoreAwayException e) {
        rest(each, e);
      }
    }
    try {
      return asked(action);
    } catch (StoreAwayException e) {
      throw away(e);
    }
  }

  private <T> T asked(Supplier<T> action) {
    try {
      T served = action.get();
      back();
      return served;
    } catch (StoreAwayException e) {
      throw e;
    } catch (AdapterStoreException | IllegalArgumentException e) {
      back();
      throw e;
    }
  }

  private void rest(Duration time, StoreAwayException failure) {
    try {
      pause.of(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  /**
   * Whether the store is thought to be there.
   *
   * @throws AdapterStoreException when it is, and was asked a moment ago
   */
  private synchronized boolean isExpectedThere() {
    long now = clockNs.getAsLong();
    absence = absence.filter(known -> now - known.seenNs() < UNSEEN_MAX.toNanos());
    if (absence.filter(known -> now - known.seenNs() < patience.quiet().toNanos()).isPresent()) {
      throw refusal(absence.get(), now);
    }
    return absence.isEmpty();
  }

  private synchronized AdapterStoreException away(StoreAwayException failure) {
    long now = clockNs.getAsLong();
    if (absence.isEmpty()) {
      LOG.warn("the adapter store is away, what needs it waits: {}", failure.getMessage());
    }
    Absence known = new Absence(absence.map(Absence::sinceNs).orElse(now), now, failure);
    absence = Optional.of(known);
    return refusal(known, now);
  }

  private AdapterStoreException refusal(Absence known, long now) {
    Duration away = Duration.ofNanos(now - known.sinceNs());
    return away.compareTo(patience.awayMax()) < 0
        ? new StoreAwayException(String.valueOf(known.failure().getMessage()), known.failure())
        : new AdapterStoreException(
            known.failure().getMessage() + "; the adapter store has been away for " + away.toSeconds() + " s",
            known.failure());
  }

  private synchronized void back() {
    if (absence.isPresent()) {
      LOG.warn("the adapter store is back");
      absence = Optional.empty();
    }
  }
}
