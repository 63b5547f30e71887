package org.collegium.scenarios.telemetry;

import java.util.SortedMap;
import java.util.function.LongSupplier;
import kamon.Kamon;
import kamon.tag.TagSet;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.telemetry.OrganizationMeter;

/** What organizations do, as metrics {@code collegium.*}. */
final class OrganizationMetrics implements OrganizationMeter {
  /** More than agents and requests of one node are open at a time. */
  private static final int OPEN_MAX = 1_000_000;

  private final Stopwatches<Round> rounds;
  private final Stopwatches<AgentRound> agentRounds;
  private final Stopwatches<String> requests;
  private final LogMetrics logs;

  private record Round(String organization, int number) {}

  private record AgentRound(AgentId agent, int number) {}

  OrganizationMetrics(LongSupplier clockNs, LogMetrics logs) {
    this.logs = logs;
    this.rounds = new Stopwatches<>(clockNs, OPEN_MAX);
    this.agentRounds = new Stopwatches<>(clockNs, OPEN_MAX);
    this.requests = new Stopwatches<>(clockNs, OPEN_MAX);
  }

  @Override
  public void assigned(AgentId agent, int round) {
    rounds.begin(new Round(agent.organization(), round));
  }

  @Override
  public void roundClosed(RoundResult result) {
    String organization = result.organization();
    rounds.end(new Round(organization, result.round())).ifPresent(
        tookNs -> Kamon.timer("collegium.round.time").withTag("organization", organization).record(tookNs));
    Kamon.counter("collegium.rounds").withTag("organization", organization).increment();
    Kamon.counter("collegium.told.bytes").withTag("organization", organization).increment(result.bytesTold());
    Kamon.counter("collegium.contexts.bytes")
        .withTag("organization", organization)
        .increment(result.bytesOfContexts());
    figures(organization, result.total().tallies());
  }

  private static void figures(String organization, SortedMap<String, Tally> tallies) {
    tallies.forEach((name, tally) -> {
      if (name.startsWith("success/")) {
        long successes = Math.round(tally.sum());
        episodes(organization, "success", successes);
        episodes(organization, "failure", tally.count() - successes);
      } else if (name.equals("policy-entropy")) {
        entropy(organization, "policy", tally);
      } else if (name.startsWith("entropy/")) {
        entropy(organization, "world " + name.substring("entropy/".length()), tally);
      }
    });
  }

  private static void episodes(String organization, String outcome, long count) {
    Kamon.counter("collegium.episodes")
        .withTags(TagSet.of("organization", organization).withTag("outcome", outcome))
        .increment(count);
  }

  private static void entropy(String organization, String of, Tally tally) {
    if (tally.count() > 0) {
      Kamon.gauge("collegium.entropy.nats")
          .withTags(TagSet.of("organization", organization).withTag("of", of))
          .update(tally.mean());
    }
  }

  @Override
  public void began(AgentId agent, int round) {
    agentRounds.begin(new AgentRound(agent, round));
  }

  @Override
  public void asked(HostRequest request) {
    requests.begin(request.requestId());
  }

  @Override
  public void answered(HostReply reply) {
    requests.end(reply.requestId()).ifPresent(
        tookNs ->
            Kamon.timer("collegium.agent.request.time").withTag("answer", Words.of(reply.getClass())).record(tookNs));
  }

  @Override
  public void reported(RoundReport report) {
    agentRounds.end(new AgentRound(report.agent(), report.round())).ifPresent(
        tookNs -> Kamon.timer("collegium.agent.round.time").withoutTags().record(tookNs));
  }

  @Override
  public void logOpened(MessageLog log) {
    logs.watch(log);
  }
}
