package org.collegium.scenarios.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Times of many things at once. What never ends is forgotten when too much has begun after it. */
final class Stopwatches<K> {
  private final LongSupplier clockNs;
  private final Map<K, Long> begun;

  /**
   * @param clockNs may begin anywhere
   * @param openMax most things that are timed at once
   */
  Stopwatches(LongSupplier clockNs, int openMax) {
    this.clockNs = clockNs;
    this.begun =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
            return size() > openMax;
          }
        };
  }

  /** Something begins now; nothing changes when it has begun before. */
  synchronized void begin(K thing) {
    begun.putIfAbsent(thing, clockNs.getAsLong());
  }

  /** Something is over: nanoseconds since it began, if it is known. */
  synchronized Optional<Long> end(K thing) {
    return Optional.ofNullable(begun.remove(thing)).map(began -> clockNs.getAsLong() - began);
  }
}
