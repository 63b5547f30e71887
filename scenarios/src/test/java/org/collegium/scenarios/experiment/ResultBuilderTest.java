package org.collegium.scenarios.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;
import org.collegium.scenarios.measure.MeasureValue;
import org.junit.jupiter.api.Test;

class ResultBuilderTest {
  private static final RunOutcome OUTCOME = new RunOutcome(
      RunOutcome.Ending.COMPLETED, "", new TreeMap<>(), "00", new TreeMap<>());

  private final Scenario scenario = ScenarioFile.read(
      Path.of("..", "conf", "scenarios", "first-call.conf"), List.of("selection.design=quick", "agents.count=1"));

  private static List<RoundResult> rounds(String organization, int rolloutsARound, double... shares) {
    List<RoundResult> rounds = new ArrayList<>();
    for (double share : shares) {
      Figures figures = Figures.NONE
          .plus("success/learn", new Tally(rolloutsARound, rolloutsARound * share))
          .plus("tokens-read", new Tally(1, 10));
      rounds.add(new RoundResult(
          organization,
          rounds.size() + 1,
          new TreeMap<>(Map.of(new AgentId(organization, "agent-1"), figures)),
          7,
          700));
    }
    return rounds;
  }

  private ExperimentResult result(Map<String, List<RoundResult>> rounds) {
    return new ResultBuilder(scenario, ScenarioPlan.of(scenario), rounds)
        .build(
            "run-1",
            OUTCOME,
            new ResultBuilder.Trace(List.of(), List.of()),
            MissingLogs.NONE,
            5,
            "test",
            Origin.NONE);
  }

  private static MeasureSummary measure(ExperimentResult result, int arm, Measure measure) {
    return Objects.requireNonNull(result.arms().get(arm).measures().get(measure));
  }

  @Test
  void armsAreComparedPairedOnTheSameSeeds() {
    ExperimentResult result = result(Map.of(
        "dual/1", rounds("dual/1", 16, 0, 1, 1),
        "dual/2", rounds("dual/2", 16, 0, 1, 1),
        "policy-dapo/1", rounds("policy-dapo/1", 64, 0, 0, 0.5, 0.5),
        "policy-dapo/2", rounds("policy-dapo/2", 64, 0, 0, 0, 0)));

    assertThat(measure(result, 0, Measure.R50).values()).containsOnly(new MeasureValue.Known(32));
    assertThat(measure(result, 1, Measure.R50).values())
        .containsExactly(new MeasureValue.Known(256), MeasureValue.NEVER);
    assertThat(measure(result, 1, Measure.R50).never()).isEqualTo(1);
    Comparison first = result.comparisons().getFirst();
    assertThat(first.arm()).isEqualTo("dual");
    assertThat(first.baseline()).isEqualTo("policy-dapo");
    assertThat(first.estimate().low()).isEqualTo(new MeasureValue.Known(8));
    assertThat(first.estimate().high()).isEqualTo(MeasureValue.NEVER);
    assertThat(first.pairs()).isEqualTo(2);
    assertThat(result.tokens()).isEqualTo(10 * (3 + 3 + 4 + 4));
    assertThat(result.bytesTold()).isEqualTo(7 * 14);
    assertThat(result.organizations()).extracting(OrganizationResult::id)
        .containsExactly("dual/1", "dual/2", "policy-dapo/1", "policy-dapo/2");
  }

  @Test
  void theStrongestOfThePolicyOnlyArmsIsComparedFirst() {
    Scenario whole = ScenarioFile.read(
        Path.of("..", "conf", "scenarios", "first-call.conf"),
        List.of("selection.design=full", "selection.seeds=[1]", "agents.count=1"));
    Map<String, List<RoundResult>> rounds = new TreeMap<>();
    whole.arms().forEach(arm -> rounds.put(arm.name() + "/1", rounds(arm.name() + "/1", 16, 0, 1, 1)));
    rounds.put("policy-grpo/1", rounds("policy-grpo/1", 64, 0, 0, 0, 0));
    rounds.put("policy-dapo/1", rounds("policy-dapo/1", 64, 0, 0, 1, 1));
    rounds.put("policy-dapo-entropy/1", rounds("policy-dapo-entropy/1", 64, 0, 1, 1, 1));

    ExperimentResult result = new ResultBuilder(whole, ScenarioPlan.of(whole), rounds)
        .build(
            "run-1",
            OUTCOME,
            new ResultBuilder.Trace(List.of(), List.of()),
            MissingLogs.NONE,
            5,
            "test",
            Origin.NONE);

    assertThat(result.comparisons().stream().map(Comparison::baseline).distinct())
        .containsExactly(
            "policy-dapo-entropy", "policy-dapo", "policy-grpo", "dual-equal-group", "world-only", "notes",
            "dual-both-active", "dual-literal", "dual-no-replay");
  }

  @Test
  void anOrganizationThatWasStoppedBeforeItsFirstRoundHasGapsAndNoNumbers() {
    ExperimentResult result = result(Map.of("dual/1", rounds("dual/1", 16, 0, 1, 1)));

    assertThat(measure(result, 1, Measure.FINAL_SUCCESS).measured()).isZero();
    assertThat(measure(result, 1, Measure.FINAL_SUCCESS).mean().center())
        .isInstanceOf(MeasureValue.NotMeasured.class);
    assertThat(measure(result, 0, Measure.R50).values().get(1)).isInstanceOf(MeasureValue.NotMeasured.class);
    assertThat(result.comparisons().getFirst().pairs()).isZero();
  }

  @Test
  void aStopIsWishedOnceHoweverOften() {
    List<String> done = new ArrayList<>();
    StopRequest stop = new StopRequest();
    stop.whenMade(() -> done.add("stopped"));
    stop.make();
    stop.make();

    assertThat(done).containsExactly("stopped");
    StopRequest early = new StopRequest();
    early.make();
    early.whenMade(() -> done.add("at once"));
    assertThat(done).containsExactly("stopped", "at once");
  }
}
