package org.collegium.organization.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.collegium.agents.core.AgentBounds;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.MindSettings;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.organization.orchestrator.Budget;
import org.collegium.organization.orchestrator.Curriculum;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.rounds.OrchestratorEffect.Assign;
import org.collegium.organization.rounds.OrchestratorEffect.CloseRound;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.rounds.OrchestratorMessage.AgentFailed;
import org.collegium.organization.rounds.OrchestratorMessage.Begin;
import org.collegium.organization.rounds.OrchestratorMessage.Reported;
import org.collegium.organization.rounds.OrchestratorMessage.StopRequested;
import org.collegium.organization.run.RunOutcome.Ending;
import org.collegium.organization.topology.TopologySettings;
import org.junit.jupiter.api.Test;

class OrchestratorCoreTest {
  private static final AgentBounds BOUNDS = new AgentBounds(64, 8, 4, 16, 16, 6, 10, 3);
  private static final Budget NO_LIMIT = new Budget(Long.MAX_VALUE, Long.MAX_VALUE);

  @Test
  void beginAssignsRoundOneToEveryAgentAndAwaitsNobody() {
    OrchestratorStep step = core(3, 2, NO_LIMIT).step(OrchestratorState.INITIAL, new Begin());
    List<Assign> assigned = effects(step, Assign.class);
    assertThat(assigned).extracting(Assign::to).containsExactly(agent(0), agent(1), agent(2));
    assertThat(assigned).allSatisfy(each -> {
      assertThat(each.message().round()).isEqualTo(1);
      assertThat(each.message().awaited()).isEmpty();
      assertThat(each.message().neighbours()).hasSize(2);
      assertThat(each.message().briefing().text().isEmpty()).isTrue();
      assertThat(each.message().tasks()).extracting(Task::text).containsExactly(each.to().name() + " works in 1");
    });
  }

  @Test
  void aRoundClosesWhenTheLastReportIsInAndTheNextOneAwaitsTheNeighbours() {
    OrchestratorCore core = core(3, 2, NO_LIMIT);
    OrchestratorState state = core.step(OrchestratorState.INITIAL, new Begin()).state();
    state = core.step(state, reported(2, 1)).state();
    OrchestratorStep second = core.step(state, reported(0, 1));
    assertThat(second.effects()).isEmpty();
    OrchestratorStep last = core.step(second.state(), reported(1, 1));
    assertThat(effects(last, CloseRound.class).getFirst().result().round()).isEqualTo(1);
    assertThat(effects(last, Assign.class)).hasSize(3).allSatisfy(assign -> {
      assertThat(assign.message().round()).isEqualTo(2);
      assertThat(assign.message().awaited()).isEqualTo(assign.message().neighbours()).hasSize(2);
    });
  }

  @Test
  void everyOrderOfArrivalLeadsToTheSameStatesAndEffects() {
    for (long seed = 0; seed < 60; seed++) {
      List<OrchestratorEffect> expected = play(core(5, 3, NO_LIMIT), 5, 3, Optional.empty());
      List<OrchestratorEffect> shuffled = play(core(5, 3, NO_LIMIT), 5, 3, Optional.of(new Random(seed)));
      assertThat(shuffled).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void duplicatesAndOldRoundsChangeNothing() {
    OrchestratorCore core = core(2, 3, NO_LIMIT);
    OrchestratorState open = core.step(OrchestratorState.INITIAL, new Begin()).state();
    OrchestratorState once = core.step(open, reported(0, 1)).state();
    assertThat(core.step(once, reported(0, 1))).isEqualTo(OrchestratorStep.of(once));
    OrchestratorState second = core.step(once, reported(1, 1)).state();
    assertThat(core.step(second, reported(1, 1))).isEqualTo(OrchestratorStep.of(second));
  }

  @Test
  void aReportToALifeThatHasNotBegunChangesNothingAndItsRoundIsAssignedAgain() {
    OrchestratorCore core = core(2, 3, NO_LIMIT);
    OrchestratorStep early = core.step(OrchestratorState.INITIAL, reported(0, 1));
    assertThat(early).isEqualTo(OrchestratorStep.of(OrchestratorState.INITIAL));
    assertThat(effects(core.step(early.state(), new Begin()), Assign.class)).hasSize(2);
  }

  @Test
  void aReportThatContradictsAnEarlierOneFailsTheRun() {
    OrchestratorCore core = core(2, 3, NO_LIMIT);
    OrchestratorState open = core.step(OrchestratorState.INITIAL, new Begin()).state();
    OrchestratorState once = core.step(open, reported(0, 1)).state();
    RoundReport other = new RoundReport(agent(0), 1, summary(0, 1), "another hash");
    assertThat(finish(core.step(once, new Reported(other))).detail()).contains("agent-0", "twice");
  }

  @Test
  void aSummaryOverBudgetIsRefusedAndNamesTheAgent() {
    OrchestratorCore core = core(2, 3, NO_LIMIT);
    OrchestratorState open = core.step(OrchestratorState.INITIAL, new Begin()).state();
    Summary tooLong = new Summary(Tokens.of(1, 2, 3, 4, 5, 6, 7), Figures.NONE);
    Finish finish = finish(core.step(open, new Reported(new RoundReport(agent(1), 1, tooLong, "h"))));
    assertThat(finish.ending()).isEqualTo(Ending.FAILED);
    assertThat(finish.detail())
        .isEqualTo(
            "arm/1 failed in round 1: arm/1/agent-1 told a summary of 7 tokens in round 1; at most 6 are allowed");
  }

  @Test
  void aReportFromAStrangerOrFromTheFutureFailsTheRun() {
    OrchestratorCore core = core(2, 3, NO_LIMIT);
    OrchestratorState open = core.step(OrchestratorState.INITIAL, new Begin()).state();
    assertThat(finish(core.step(open, reported(7, 1))).detail()).contains("agent-7", "not of this organization");
    assertThat(finish(core.step(open, reported(1, 2))).detail()).contains("agent-1", "round 2 while 1 is open");
  }

  @Test
  void anAgentThatFailsEndsTheRunAndNothingMovesItAgain() {
    OrchestratorCore core = core(2, 3, NO_LIMIT);
    OrchestratorState open = core.step(OrchestratorState.INITIAL, new Begin()).state();
    OrchestratorStep failed = core.step(open, new AgentFailed(agent(0), "the host is gone"));
    assertThat(finish(failed).detail()).isEqualTo("arm/1 failed in round 1: arm/1/agent-0: the host is gone");
    assertThat(finish(failed).rounds()).isZero();
    assertThat(core.step(failed.state(), reported(0, 1)).effects()).isEmpty();
  }

  @Test
  void aStopWaitsForTheRoundBoundary() {
    OrchestratorCore core = core(2, 3, NO_LIMIT);
    OrchestratorState state = core.step(OrchestratorState.INITIAL, new Begin()).state();
    OrchestratorStep asked = core.step(state, new StopRequested());
    assertThat(asked.effects()).isEmpty();
    OrchestratorState one = core.step(asked.state(), reported(0, 1)).state();
    OrchestratorStep closed = core.step(one, reported(1, 1));
    assertThat(effects(closed, Assign.class)).isEmpty();
    assertThat(finish(closed).ending()).isEqualTo(Ending.STOPPED);
    assertThat(finish(closed).rounds()).isEqualTo(1);
  }

  @Test
  void aStoppedRunHasTheHashOfAShorterOne() {
    OrchestratorCore core = core(2, 3, NO_LIMIT);
    OrchestratorState state = core.step(OrchestratorState.INITIAL, new Begin()).state();
    state = core.step(core.step(state, new StopRequested()).state(), reported(0, 1)).state();
    String stopped = finish(core.step(state, reported(1, 1))).stateHash();
    List<OrchestratorEffect> shorter = play(core(2, 1, NO_LIMIT), 2, 1, Optional.empty());
    assertThat(stopped).isEqualTo(((Finish) shorter.getLast()).stateHash());
  }

  @Test
  void aSpentBudgetEndsTheRunAtTheRoundBoundary() {
    OrchestratorCore episodes = core(2, 9, new Budget(4, Long.MAX_VALUE));
    assertThat(((Finish) play(episodes, 2, 1, Optional.empty()).getLast()).ending()).isEqualTo(Ending.BUDGET_SPENT);
    OrchestratorCore tokens = core(2, 9, new Budget(Long.MAX_VALUE, 30));
    List<OrchestratorEffect> played = play(tokens, 2, 2, Optional.empty());
    assertThat(((Finish) played.getLast()).ending()).isEqualTo(Ending.BUDGET_SPENT);
    assertThat(((Finish) played.getLast()).rounds()).isEqualTo(2);
  }

  @Test
  void beginToldAgainAssignsOnlyToThoseWhoHaveNotReported() {
    OrchestratorCore core = core(3, 3, NO_LIMIT);
    OrchestratorState open = core.step(OrchestratorState.INITIAL, new Begin()).state();
    OrchestratorStep again = core.step(core.step(open, reported(1, 1)).state(), new Begin());
    assertThat(effects(again, Assign.class)).extracting(Assign::to).containsExactly(agent(0), agent(2));
  }

  @Test
  void anyDifferenceInAReportChangesTheFinalHash() {
    OrchestratorCore core = core(1, 1, NO_LIMIT);
    OrchestratorState open = core.step(OrchestratorState.INITIAL, new Begin()).state();
    Summary summary = summary(0, 1);
    Summary louder = new Summary(summary.text(), summary.figures().with("success/learn", 1));
    String hash = finish(core.step(open, new Reported(new RoundReport(agent(0), 1, summary, "h")))).stateHash();
    String figures = finish(core.step(open, new Reported(new RoundReport(agent(0), 1, louder, "h")))).stateHash();
    String state = finish(core.step(open, new Reported(new RoundReport(agent(0), 1, summary, "g")))).stateHash();
    assertThat(List.of(hash, figures, state)).doesNotHaveDuplicates();
  }

  @Test
  void theBriefingHearsEveryAgentAndKeepsItsBound() {
    List<Summary> summaries = new ArrayList<>();
    summaries.add(new Summary(Tokens.of(1, 1, 1, 1, 1, 1), Figures.NONE));
    summaries.add(new Summary(Tokens.of(2, 2), Figures.NONE));
    summaries.add(new Summary(Tokens.of(3, 3, 3, 3, 3), Figures.NONE));
    assertThat(BriefingMerge.of(summaries, 10).text()).isEqualTo(Tokens.of(1, 1, 1, 1, 2, 2, 3, 3, 3, 3));
    assertThat(BriefingMerge.of(summaries, 99).text()).isEqualTo(Tokens.of(1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3));
    assertThat(BriefingMerge.of(summaries, 0).text()).isEqualTo(Tokens.empty());
  }

  private static List<OrchestratorEffect> play(OrchestratorCore core, int agents, int rounds, Optional<Random> order) {
    OrchestratorStep begun = core.step(OrchestratorState.INITIAL, new Begin());
    List<OrchestratorEffect> effects = new ArrayList<>(begun.effects());
    OrchestratorState state = begun.state();
    for (int round = 1; round <= rounds; round++) {
      List<OrchestratorMessage> reports = new ArrayList<>();
      for (int agent = 0; agent < agents; agent++) {
        reports.add(reported(agent, round));
        order.ifPresent(random -> reports.add(reports.get(random.nextInt(reports.size()))));
      }
      order.ifPresent(random -> Collections.shuffle(reports, random));
      for (OrchestratorMessage report : reports) {
        OrchestratorStep step = core.step(state, report);
        effects.addAll(step.effects());
        state = step.state();
      }
    }
    return effects;
  }

  private static OrchestratorCore core(int agents, int rounds, Budget budget) {
    List<AgentSettings> settings = new ArrayList<>();
    for (int agent = 0; agent < agents; agent++) {
      settings.add(settings(agent));
    }
    TopologySettings ring = new TopologySettings(TopologySettings.Kind.RING, 2, 0);
    Curriculum curriculum = new Curriculum() {
      @Override
      public List<Task> tasks(AgentId agent, int round) {
        return List.of(new Task("t0", agent.name() + " works in " + round, Task.Purpose.LEARN, "learn", 2));
      }

      @Override
      public List<Probe> probes(AgentId agent, int round) {
        return List.of();
      }
    };
    return new OrchestratorCore(
        new OrganizationSettings("arm/1", "arm", 1, settings, ring, rounds, budget, BOUNDS), curriculum);
  }

  private static AgentSettings settings(int agent) {
    MindSettings mind =
        new MindSettings(
            MindSettings.Kind.MODEL, false, false, 0, ActiveAdapters.POLICY, ActiveAdapters.WORLD, 1, 0);
    return new AgentSettings(
        agent(agent),
        "clerk",
        new WorldId(agent(agent).value()),
        new AdapterShape(4, 4, 1),
        mind,
        Optional.empty(),
        Optional.empty(),
        BOUNDS,
        1);
  }

  private static AgentId agent(int agent) {
    return new AgentId("arm/1", "agent-" + agent);
  }

  private static Reported reported(int agent, int round) {
    return new Reported(new RoundReport(agent(agent), round, summary(agent, round), "hash " + agent + " " + round));
  }

  private static Summary summary(int agent, int round) {
    Figures figures =
        Figures.NONE
            .with("success/learn", agent % 2)
            .with("success/old", 1)
            .with("tokens-generated", 4 + agent)
            .with("tokens-read", 5)
            .with("context-bytes", 100);
    return new Summary(Tokens.of(agent + 1, round, 9), figures);
  }

  private static <E> List<E> effects(OrchestratorStep step, Class<E> kind) {
    return step.effects().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Finish finish(OrchestratorStep step) {
    return effects(step, Finish.class).getFirst();
  }
}
