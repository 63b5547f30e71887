package org.collegium.scenarios.telemetry;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import org.collegium.organization.messagelog.MessageLog;

/** How far the message log of a process lags behind, and how fast it grows; looked at from time to time. */
final class LogMetrics {
  private final AtomicReference<Optional<Watched>> watched = new AtomicReference<>(Optional.empty());

  /**
   * @param counted messages that were told as written
   */
  private record Watched(MessageLog log, long counted) {}

  LogMetrics() {
    Gauge waiting = Kamon.gauge("collegium.log.waiting").withoutTags();
    Consumer<Gauge> look = gauge -> gauge.update(watched.get().map(one -> one.log().waiting()).orElse(0));
    waiting.autoUpdate(look);
    Counter records = Kamon.counter("collegium.log.records").withoutTags();
    Consumer<Counter> count = counter -> counter.increment(grown());
    records.autoUpdate(count);
  }

  /** From now on it is this log; what earlier processes wrote into it is not counted. */
  void watch(MessageLog log) {
    watched.set(Optional.of(new Watched(log, log.recorded())));
  }

  private long grown() {
    Optional<Watched> before = watched.get();
    if (before.isEmpty()) {
      return 0;
    }
    long recorded = before.get().log().recorded();
    boolean isSame = watched.compareAndSet(before, Optional.of(new Watched(before.get().log(), recorded)));
    return isSame ? recorded - before.get().counted() : 0;
  }
}
