package org.collegium.scenarios.telemetry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kamon.Kamon;
import kamon.trace.Identifier;
import kamon.trace.Span;
import kamon.trace.Trace;
import kamon.trace.Trace$SamplingDecision$Sample$;

/** The spans that are open on this node, under their derived ids. What is never finished is forgotten in time. */
final class Spans {
  /** Most open spans; the oldest is dropped for a newer one. */
  private static final int OPEN_MAX = 100_000;

  /** By the text of the id: Kamon's identifiers are equal, but their hash codes are not. */
  private final Map<String, Span> open =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Span> eldest) {
          return size() > OPEN_MAX;
        }
      };

  /**
   * Where a span stands.
   *
   * @param parent {@link Identifier#Empty()} for the first span of a trace
   */
  record Place(Identifier trace, Identifier id, Identifier parent) {}

  /** Begins a span; nothing changes when it is open. */
  synchronized void begin(Place place, String operation, String key, String value) {
    open.computeIfAbsent(
        place.id().string(),
        _ ->
            Kamon.serverSpanBuilder(operation, "collegium")
                // With Kamon's "join" setting a span takes over the id of the remote one that it continues.
                .asChildOf(
                    new Span.Remote(
                        place.id(),
                        place.parent(),
                        Trace.create(place.trace(), Trace$SamplingDecision$Sample$.MODULE$)))
                .tag(key, value)
                .doNotTrackMetrics()
                .start());
  }

  /** Finishes a span, if it is open. */
  synchronized void finish(Identifier id) {
    Optional.ofNullable(open.remove(id.string())).ifPresent(Span::finish);
  }

  /** Finishes a span that was over at a given time, if it is open. */
  synchronized void finish(Identifier id, Instant at) {
    Optional.ofNullable(open.remove(id.string())).ifPresent(span -> span.finish(at));
  }

  /** The time as spans tell it. */
  static Instant now() {
    return Kamon.clock().instant();
  }

  /** Finishes a span that failed, if it is open. */
  synchronized void fail(Identifier id, String why) {
    Optional.ofNullable(open.remove(id.string())).ifPresent(span -> span.fail(why).finish());
  }
}
