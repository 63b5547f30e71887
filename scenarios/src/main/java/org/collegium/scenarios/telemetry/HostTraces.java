package org.collegium.scenarios.telemetry;

import java.util.function.Predicate;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.telemetry.AdapterTier;
import org.collegium.modelhost.telemetry.HostMeter;

/** What the model host does for agents, as spans inside of those with which the agents wait for it. */
final class HostTraces implements HostMeter {
  private final TraceIds ids;
  private final Spans spans;
  private final Predicate<AgentId> traced;
  private final HostMeter metrics;

  /**
   * @param traced agents whose spans are kept
   * @param metrics hears everything, too
   */
  HostTraces(TraceIds ids, Spans spans, Predicate<AgentId> traced, HostMeter metrics) {
    this.ids = ids;
    this.spans = spans;
    this.traced = traced;
    this.metrics = metrics;
  }

  @Override
  public void taken(HostRequest request) {
    metrics.taken(request);
    TraceIds.roundOf(request).ifPresent(round -> {
      AgentId agent = AgentId.parse(request.pair().value());
      if (traced.test(agent)) {
        spans.begin(
            new Spans.Place(
                ids.trace(agent.organization(), round),
                ids.service(request.requestId()),
                ids.request(request.requestId())),
            "serve " + Words.of(request.getClass()),
            "request",
            request.requestId());
      }
    });
  }

  @Override
  public void answered(HostReply reply) {
    metrics.answered(reply);
    if (reply instanceof HostReply.Refused refused) {
      spans.fail(ids.service(reply.requestId()), Words.of(refused.reason()));
    } else {
      spans.finish(ids.service(reply.requestId()));
    }
  }

  @Override
  public void waiting(int requests) {
    metrics.waiting(requests);
  }

  @Override
  public void read(int tokens) {
    metrics.read(tokens);
  }

  @Override
  public void decoded(int rows) {
    metrics.decoded(rows);
  }

  @Override
  public void learned(int adapters) {
    metrics.learned(adapters);
  }

  @Override
  public void sought(AdapterTier tier, int found, int missed) {
    metrics.sought(tier, found, missed);
  }
}
