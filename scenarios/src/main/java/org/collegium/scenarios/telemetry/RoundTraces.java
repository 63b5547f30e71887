package org.collegium.scenarios.telemetry;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import kamon.trace.Identifier;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.telemetry.OrganizationMeter;

/**
 * A trace a round and organization: the round where the orchestrator is; in it the assignments, from the first to the
 * last, and each agent's round where the agent is;
 * in that the agent's requests as it waits for them. What the model host does about them comes from {@link HostTraces}.
 */
final class RoundTraces implements OrganizationMeter {
  private final TraceIds ids;
  private final Spans spans;
  private final Predicate<AgentId> traced;
  // One entry for each round that is open.
  private final ConcurrentHashMap<String, Instant> lastAssigned = new ConcurrentHashMap<>();

  /**
   * @param traced agents whose spans are kept
   */
  RoundTraces(TraceIds ids, Spans spans, Predicate<AgentId> traced) {
    this.ids = ids;
    this.spans = spans;
    this.traced = traced;
  }

  @Override
  public void assigned(AgentId agent, int round) {
    String organization = agent.organization();
    spans.begin(
        new Spans.Place(ids.trace(organization, round), ids.round(organization, round), Identifier.Empty()),
        "round",
        "round",
        organization + " " + round);
    spans.begin(
        new Spans.Place(
            ids.trace(organization, round), ids.assign(organization, round), ids.round(organization, round)),
        "assign",
        "organization",
        organization);
    lastAssigned.put(ids.round(organization, round).string(), Spans.now());
  }

  @Override
  public void roundClosed(RoundResult result) {
    String organization = result.organization();
    Identifier round = ids.round(organization, result.round());
    Optional.ofNullable(lastAssigned.remove(round.string()))
        .ifPresent(last -> spans.finish(ids.assign(organization, result.round()), last));
    spans.finish(round);
  }

  @Override
  public void began(AgentId agent, int round) {
    if (traced.test(agent)) {
      String organization = agent.organization();
      spans.begin(
          new Spans.Place(
              ids.trace(organization, round), ids.agent(agent, round), ids.round(organization, round)),
          "agent round",
          "agent",
          agent.value());
    }
  }

  @Override
  public void asked(HostRequest request) {
    TraceIds.roundOf(request).ifPresent(round -> {
      AgentId agent = AgentId.parse(request.pair().value());
      if (traced.test(agent)) {
        spans.begin(
            new Spans.Place(
                ids.trace(agent.organization(), round), ids.request(request.requestId()), ids.agent(agent, round)),
            "ask " + Words.of(request.getClass()),
            "request",
            request.requestId());
      }
    });
  }

  @Override
  public void answered(HostReply reply) {
    if (reply instanceof HostReply.Refused refused) {
      spans.fail(ids.request(reply.requestId()), Words.of(refused.reason()));
    } else {
      spans.finish(ids.request(reply.requestId()));
    }
  }

  @Override
  public void reported(RoundReport report) {
    spans.finish(ids.agent(report.agent(), report.round()));
  }

  @Override
  public void logOpened(MessageLog log) {}
}
