package org.collegium.scenarios.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.organization.orchestrator.Curriculum;
import org.collegium.organization.run.RoundResult;
import org.junit.jupiter.api.Test;

class OrganizationMeasuresTest {
  private static final AgentId ONE = new AgentId("dual/1", "agent-1");
  private static final AgentId TWO = new AgentId("dual/1", "agent-2");

  /** A curriculum of single visits at the given companies, one a round. */
  private record Visits(List<String> companies) implements Curriculum {
    @Override
    public List<Task> tasks(AgentId agent, int round) {
      return List.of(new Task("t0", companies.get(round - 1), Task.Purpose.LEARN, "first", 1));
    }

    @Override
    public List<Probe> probes(AgentId agent, int round) {
      return List.of();
    }
  }

  private static final Curriculum NO_SINGLE_VISITS = new Curriculum() {
    @Override
    public List<Task> tasks(AgentId agent, int round) {
      return List.of(new Task("t0", "a", Task.Purpose.LEARN, "learn", 2));
    }

    @Override
    public List<Probe> probes(AgentId agent, int round) {
      return List.of();
    }
  };

  private static RoundResult round(int round, Figures one, Figures two) {
    return new RoundResult("dual/1", round, new TreeMap<>(Map.of(ONE, one, TWO, two)), 100, 5000);
  }

  private static Figures success(String label, long count, double sum) {
    return Figures.NONE.plus("success/" + label, new Tally(count, sum));
  }

  private static Map<Measure, MeasureValue> learned(double... shares) {
    List<RoundResult> rounds = new ArrayList<>();
    for (double share : shares) {
      // Two agents of 16 rollouts each; all successes are the first one's.
      rounds.add(round(rounds.size() + 1, success("learn", 16, 32 * share), success("learn", 16, 0)));
    }
    return OrganizationMeasures.of(rounds, NO_SINGLE_VISITS);
  }

  private static MeasureValue known(double value) {
    return new MeasureValue.Known(value);
  }

  @Test
  void aThresholdIsReachedWhenTwoBatchesTogetherAverageIt() {
    Map<Measure, MeasureValue> measures = learned(0.125, 0.9375, 0.75, 1);

    assertThat(measures.get(Measure.R50)).isEqualTo(known(32));
    assertThat(measures.get(Measure.R80)).isEqualTo(known(48));
    assertThat(measures.get(Measure.ROLLOUTS)).isEqualTo(known(64));
  }

  @Test
  void oneLuckyBatchIsNotEnough() {
    assertThat(learned(0, 0.9, 0, 0.9).get(Measure.R50)).isEqualTo(MeasureValue.NEVER);
  }

  @Test
  void aThresholdOfOneBatchIsNotMeasured() {
    assertThat(learned(1).get(Measure.R50)).isInstanceOf(MeasureValue.NotMeasured.class);
    assertThat(learned().get(Measure.R50)).isInstanceOf(MeasureValue.NotMeasured.class);
  }

  @Test
  void aBatchOfFewEpisodesIsNoMeasureOfAThreshold() {
    List<RoundResult> rounds = List.of(
        round(1, success("learn", 3, 3), success("learn", 3, 3)),
        round(2, success("learn", 3, 3), success("learn", 3, 3)));

    assertThat(OrganizationMeasures.of(rounds, NO_SINGLE_VISITS).get(Measure.R80))
        .isEqualTo(new MeasureValue.NotMeasured("a threshold needs rounds of at least 8 learning episodes"));
  }

  @Test
  void finalSuccessIsTheClosingExaminationElseTheLastTwoBatches() {
    assertThat(learned(0, 0.5, 1).get(Measure.FINAL_SUCCESS)).isEqualTo(known(0.75));
    List<RoundResult> examined = List.of(
        round(1, success("learn", 16, 16), success("learn", 16, 16)),
        round(2, success("final", 8, 6).plus(success("old", 4, 1)), success("final", 8, 6)));
    Map<Measure, MeasureValue> measures = OrganizationMeasures.of(examined, NO_SINGLE_VISITS);

    assertThat(measures.get(Measure.FINAL_SUCCESS)).isEqualTo(known(0.75));
    assertThat(measures.get(Measure.RETENTION)).isEqualTo(known(0.25));
    assertThat(measures.get(Measure.ROLLOUTS)).isEqualTo(known(16));
  }

  @Test
  void figuresOfAllAgentsAndRoundsAreCounted() {
    Figures figures = success("learn", 4, 1)
        .plus("well-formed/learn", new Tally(4, 3))
        .plus("groups", new Tally(1, 8))
        .plus("flat-groups", new Tally(1, 6))
        .plus("tokens-generated", new Tally(1, 10))
        .plus("tokens-read", new Tally(1, 20))
        .plus("tokens-learned", new Tally(1, 30));
    List<RoundResult> rounds = List.of(
        round(1, figures.plus("entropy/unseen", new Tally(2, 4)), figures),
        round(2, figures.plus("entropy/unseen", new Tally(2, 3)), figures),
        round(3, figures, figures));
    Map<Measure, MeasureValue> measures = OrganizationMeasures.of(rounds, NO_SINGLE_VISITS);

    assertThat(measures.get(Measure.WELL_FORMED)).isEqualTo(known(0.75));
    assertThat(measures.get(Measure.FLAT_GROUPS)).isEqualTo(known(0.75));
    assertThat(measures.get(Measure.TOKENS)).isEqualTo(known(360));
    assertThat(measures.get(Measure.BYTES_TOLD)).isEqualTo(known(300));
    assertThat(measures.get(Measure.BYTES_OF_CONTEXTS)).isEqualTo(known(15_000));
    assertThat(measures.get(Measure.UNSEEN_ENTROPY)).as("of the last round that has it").isEqualTo(known(1.5));
    assertThat(measures.get(Measure.RETENTION)).isInstanceOf(MeasureValue.NotMeasured.class);
    assertThat(measures.get(Measure.REVISIT_SUCCESS)).isInstanceOf(MeasureValue.NotMeasured.class);
  }

  @Test
  void aRevisitCountsOnceAfterTheFirstFailedVisit() {
    // One: a fails, b works, a works (counted), b fails, a fails (not counted again), b works (counted).
    // Two: a works, b fails, a fails, b fails (counted), a works (counted), b works (not counted again).
    boolean[][] outcomes = {{false, true}, {true, false}, {true, false}, {false, false}, {false, true}, {true, true}};
    List<RoundResult> rounds = new ArrayList<>();
    for (boolean[] outcome : outcomes) {
      rounds.add(round(
          rounds.size() + 1, success("first", 1, outcome[0] ? 1 : 0), success("revisit", 1, outcome[1] ? 1 : 0)));
    }

    assertThat(OrganizationMeasures.of(rounds, new Visits(List.of("a", "b", "a", "b", "a", "b")))
            .get(Measure.REVISIT_SUCCESS))
        .isEqualTo(known(0.75));
  }
}
