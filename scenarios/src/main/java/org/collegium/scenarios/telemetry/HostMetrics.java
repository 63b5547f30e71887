package org.collegium.scenarios.telemetry;

import java.util.function.LongSupplier;
import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.metric.Histogram;
import kamon.tag.TagSet;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.telemetry.AdapterTier;
import org.collegium.modelhost.telemetry.HostMeter;

/** What a model host does, as metrics {@code collegium.host.*}. */
final class HostMetrics implements HostMeter {
  /** More than any queue holds. */
  private static final int OPEN_MAX = 1_000_000;

  private final Stopwatches<String> requests;
  private final Counter tokensRead = Kamon.counter("collegium.host.tokens.read").withoutTags();
  private final Counter tokensGenerated = Kamon.counter("collegium.host.tokens.generated").withoutTags();
  private final Histogram batchRows = Kamon.histogram("collegium.host.batch.rows").withoutTags();
  private final Gauge queue = Kamon.gauge("collegium.host.queue").withoutTags();
  private final Histogram joined = Kamon.histogram("collegium.host.learn.joined").withoutTags();

  HostMetrics(LongSupplier clockNs) {
    this.requests = new Stopwatches<>(clockNs, OPEN_MAX);
  }

  @Override
  public void taken(HostRequest request) {
    requests.begin(request.requestId());
  }

  @Override
  public void answered(HostReply reply) {
    String answer = Words.of(reply.getClass());
    requests.end(reply.requestId()).ifPresent(
        tookNs -> Kamon.timer("collegium.host.request.time").withTag("answer", answer).record(tookNs));
    switch (reply) {
      case HostReply.Generated generated -> tokensGenerated.increment(generated.tokens().length());
      case HostReply.Learned learned ->
          Kamon.counter("collegium.host.learn.steps")
              .withTag("adapter", Words.of(learned.kind()))
              .increment(learned.figures().steps());
      case HostReply.Refused refused ->
          Kamon.counter("collegium.host.refused").withTag("reason", Words.of(refused.reason())).increment();
      case HostReply.Opened _, HostReply.Scored _, HostReply.Saved _ -> {
        // Counted by their times.
      }
    }
  }

  @Override
  public void waiting(int waiting) {
    queue.update(waiting);
  }

  @Override
  public void read(int tokens) {
    tokensRead.increment(tokens);
  }

  @Override
  public void decoded(int rows) {
    batchRows.record(rows);
  }

  @Override
  public void learned(int adapters) {
    joined.record(adapters);
  }

  @Override
  public void sought(AdapterTier tier, int found, int missed) {
    count(tier, "hit", found);
    count(tier, "miss", missed);
  }

  private static void count(AdapterTier tier, String outcome, int adapters) {
    if (adapters > 0) {
      Kamon.counter("collegium.host.adapters")
          .withTags(TagSet.of("tier", Words.of(tier)).withTag("outcome", outcome))
          .increment(adapters);
    }
  }
}
