package org.collegium.organization.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.run.RunPlan;
import org.junit.jupiter.api.Test;

class ManyReportsTest {
  private static final int AGENTS = 100_000;

  /** Some nodes of a tree over 100,000 agents, and the state; a copy of the reports would be over a megabyte. */
  private static final long BYTES_A_REPORT_MAX = 4_096;

  private static RoundReport report(AgentId agent) {
    return new RoundReport(agent, 1, new Summary(Tokens.of(1), new Figures(new TreeMap<>())), "ab");
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @Test
  void reportsOfAHundredThousandAgentsCopyOnlyWhatChanges() {
    RunPlan plan = LampTown.plan(1, AGENTS, 3);
    String organization = plan.organizations().getFirst().id();
    OrchestratorCore core = new RunCores(plan).orchestrator(organization);
    List<OrchestratorMessage> reports = new ArrayList<>();
    for (AgentSettings agent : plan.organizations().getFirst().agents()) {
      reports.add(new OrchestratorMessage.Reported(report(agent.id())));
    }
    Collections.shuffle(reports, new Random(7));
    OrchestratorState state = core.step(OrchestratorState.INITIAL, new OrchestratorMessage.Begin()).state();
    OrchestratorState half = state;
    long beforeBytes = allocatedBytes();
    for (OrchestratorMessage message : reports.subList(0, AGENTS - 1)) {
      state = core.step(state, message).state();
      half = state.reports().size() == AGENTS / 2 ? state : half;
    }
    long spentBytes = allocatedBytes() - beforeBytes;

    assertThat(spentBytes / (AGENTS - 1)).as("bytes a report").isPositive().isLessThan(BYTES_A_REPORT_MAX);
    assertThat(state.reports()).hasSize(AGENTS - 1);
    assertThat(half.reports()).as("an earlier state stays as it was").hasSize(AGENTS / 2);
    OrchestratorStep closed = core.step(state, reports.getLast());
    assertThat(closed.state().closedRounds()).isEqualTo(1);
    assertThat(closed.state().agentHashes()).hasSize(AGENTS);
    assertThat(List.copyOf(closed.state().agentHashes().keySet())).isSorted();
  }

  @Test
  void aStateSharesWhatAReportDoesNotChange() {
    AgentId agent = new AgentId("lamps/1", "agent-1");
    OrchestratorState state =
        new OrchestratorState(
            OrchestratorState.Phase.OPEN,
            1,
            false,
            OrchestratorState.INITIAL.briefing(),
            new TreeMap<>(),
            new TreeMap<>(Collections.singletonMap(agent, "ab")),
            new TreeMap<>(Collections.singletonMap(agent, report(agent).summary())),
            3,
            4,
            "cd");
    OrchestratorState next = state.with(report(agent));

    assertThat(next.agentHashes()).isSameAs(state.agentHashes());
    assertThat(next.summaries()).isSameAs(state.summaries());
    assertThat(next.reports()).containsOnlyKeys(agent);
    assertThat(state.reports()).isEmpty();
  }
}
