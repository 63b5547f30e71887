package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.lamps.LampHostActor;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.telemetry.OrganizationMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MeteredRunTest {
  @TempDir private Path scratch;

  private static final class Heard implements OrganizationMeter {
    private final Queue<String> assigned = new ConcurrentLinkedQueue<>();
    private final Queue<String> began = new ConcurrentLinkedQueue<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> answered = new ConcurrentLinkedQueue<>();
    private final Queue<String> reported = new ConcurrentLinkedQueue<>();
    private final Queue<RoundResult> closed = new ConcurrentLinkedQueue<>();
    private final Queue<MessageLog> logs = new ConcurrentLinkedQueue<>();

    @Override
    public void assigned(AgentId agent, int round) {
      assigned.add(agent + ":" + round);
    }

    @Override
    public void roundClosed(RoundResult result) {
      closed.add(result);
    }

    @Override
    public void began(AgentId agent, int round) {
      began.add(agent + ":" + round);
    }

    @Override
    public void asked(HostRequest request) {
      asked.add(request.requestId());
    }

    @Override
    public void answered(HostReply reply) {
      if (!(reply instanceof HostReply.Refused)) {
        answered.add(reply.requestId());
      }
    }

    @Override
    public void reported(RoundReport report) {
      reported.add(report.agent() + ":" + report.round());
    }

    @Override
    public void logOpened(MessageLog log) {
      logs.add(log);
    }
  }

  @Test
  void aMeterHearsOfEveryRoundAndRequestOnceAndChangesNothing() throws Exception {
    RunPlan plan = LampTown.plan(2, 3, 3);
    Heard heard = new Heard();
    Queue<RoundResult> listened = new ConcurrentLinkedQueue<>();
    NodeFolders folders = new NodeFolders(scratch.resolve("messages"), scratch.resolve("state"));
    RunOutcome outcome;
    try (OrganizationNode node =
        OrganizationNode.start(
            plan, InitialStates.NONE, LampHostActor.create(1), folders, listened::add, heard)) {
      outcome = node.outcome().toCompletableFuture().get(90, TimeUnit.SECONDS);
    }

    List<String> rounds =
        Stream.of(1, 2)
            .flatMap(seed -> plan.organizations().get(seed - 1).agents().stream())
            .flatMap(agent -> Stream.of(1, 2, 3).map(round -> agent.id() + ":" + round))
            .toList();
    assertThat(heard.assigned).containsExactlyInAnyOrderElementsOf(rounds);
    assertThat(heard.began).containsExactlyInAnyOrderElementsOf(rounds);
    assertThat(heard.reported).containsExactlyInAnyOrderElementsOf(rounds);
    assertThat(heard.asked).isNotEmpty();
    assertThat(heard.answered).containsExactlyInAnyOrderElementsOf(heard.asked.stream().distinct().toList());
    assertThat(heard.closed).containsExactlyInAnyOrderElementsOf(listened);
    assertThat(heard.logs).singleElement().satisfies(log -> assertThat(log.waiting()).isZero());
    assertThat(outcome).isEqualTo(unmeasured(plan));
  }

  private RunOutcome unmeasured(RunPlan plan) throws Exception {
    NodeFolders folders = new NodeFolders(scratch.resolve("other-messages"), scratch.resolve("other-state"));
    try (OrganizationNode node =
        OrganizationNode.start(plan, InitialStates.NONE, LampHostActor.create(2), folders, _ -> {})) {
      return node.outcome().toCompletableFuture().get(90, TimeUnit.SECONDS);
    }
  }
}
