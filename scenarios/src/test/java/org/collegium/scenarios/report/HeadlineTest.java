package org.collegium.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.experiment.Comparison;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.measure.Estimate;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureValue;
import org.collegium.scenarios.result.SyntheticResults;
import org.junit.jupiter.api.Test;

final class HeadlineTest {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L);
  private static final ExperimentResult RESULT = SyntheticResults.of(SyntheticResults.nineArms(), SEEDS, "");
  private static final MeasureValue NONE = new MeasureValue.NotMeasured("one pair");

  @Test
  void aRatioIsToldWithItsIntervalAndItsPairs() {
    assertThat(finding(ratio("policy-dapo", known(12.34), known(9.4), known(15))))
        .isEqualTo(
            "policy-dapo needed 12 times as many rollouts to 50\u00A0% success as dual (median of 5\u00A0paired seeds,"
                + " 95\u00A0% interval 9.4 to 15).");
  }

  @Test
  void aRatioBelowOneSpeaksForTheBaseline() {
    assertThat(finding(ratio("notes", known(0.5), known(0.25), known(1))))
        .isEqualTo(
            "dual needed 2.0 times as many rollouts to 50\u00A0% success as notes (median of 5\u00A0paired seeds,"
                + " 95\u00A0% interval 1.0 to 4.0).");
  }

  @Test
  void aRatioWithoutUpperEndSaysSo() {
    assertThat(finding(ratio("policy-dapo", known(30), known(20), MeasureValue.NEVER)))
        .endsWith("95\u00A0% interval from 20 without an upper end).");
  }

  @Test
  void onePairGivesNoInterval() {
    assertThat(finding(ratio("policy-dapo", known(30), NONE, NONE))).endsWith(", too few for an interval).");
  }

  @Test
  void anArmThatNeverGotThereIsNamedWithItsSeedsAndItsLength() {
    String finding = finding(ratio("dual-both-active", MeasureValue.NEVER, MeasureValue.NEVER, MeasureValue.NEVER));

    assertThat(finding)
        .startsWith("dual reached 50\u00A0% success after ")
        .contains("rollouts of one agent (median of 5\u00A0seeds, 95\u00A0% interval ")
        .endsWith("; dual-both-active did not on 5 of 5\u00A0seeds within 192 rollouts.");
  }

  @Test
  void aDifferenceOfSharesIsToldInPoints() {
    Comparison comparison =
        new Comparison(
            "dual",
            "policy-dapo",
            Measure.FINAL_SUCCESS,
            Comparison.Kind.DIFFERENCE,
            new Estimate(known(0.21), known(0.1), known(0.3)),
            5);

    assertThat(finding(comparison))
        .isEqualTo(
            "Final success of dual was 21\u00A0points higher than that of policy-dapo (mean of 5\u00A0paired seeds,"
                + " 95\u00A0% interval of the difference 10\u00A0% to 30\u00A0%).");
  }

  @Test
  void withoutAComparisonTheFirstArmIsTold() {
    assertThat(Headline.of(with(RESULT, List.of(), RESULT.outcome())).finding()).startsWith("dual ended at ");
  }

  @Test
  void aBaselineThatDoesAsWellIsNamedAsACaution() {
    List<Comparison> comparisons =
        List.of(
            ratio("policy-dapo", known(12), known(9), known(15)),
            ratio("notes", known(1.2), known(0.8), known(1.5)),
            ratio("world-only", known(1.5), known(1.2), known(2)));

    assertThat(Headline.of(with(RESULT, comparisons, RESULT.outcome())).cautions())
        .contains("By this measure dual is not shown to be better than notes.")
        .contains("With 5 seeds a bootstrap interval tends to be too narrow.")
        .contains(
            "The two arms differ in group size too: dual plays 2 rollouts of a task side by side, policy-dapo 8.");
  }

  @Test
  void aRunThatEndedEarlySaysSoFirst() {
    RunOutcome whole = RESULT.outcome();
    RunOutcome stopped =
        new RunOutcome(
            RunOutcome.Ending.STOPPED, "asked to stop", whole.stateHashes(), whole.finalStateHash(), whole.rounds());

    assertThat(Headline.of(with(RESULT, RESULT.comparisons(), stopped)).cautions())
        .first()
        .isEqualTo("The run ended early (asked to stop): figures cover the closed rounds only.");
  }

  @Test
  void oneSeedIsNotCalledEvidence() {
    ExperimentResult single = SyntheticResults.of(SyntheticResults.twoArms(), List.of(7L), "");

    assertThat(Headline.of(single).cautions())
        .contains("One seed only: nothing can be said about how much of this is chance.");
  }

  private static String finding(Comparison comparison) {
    return Headline.of(with(RESULT, List.of(comparison), RESULT.outcome())).finding();
  }

  private static Comparison ratio(String baseline, MeasureValue center, MeasureValue low, MeasureValue high) {
    return new Comparison(
        "dual", baseline, Measure.R50, Comparison.Kind.RATIO, new Estimate(center, low, high), 5);
  }

  private static MeasureValue known(double value) {
    return new MeasureValue.Known(value);
  }

  private static ExperimentResult with(ExperimentResult result, List<Comparison> comparisons, RunOutcome outcome) {
    return new ExperimentResult(
        result.scenario(), result.description(), result.run(), result.design(), result.statement(), result.seeds(),
        result.arms(), result.organizations(), comparisons, result.messageGraph(), result.episodes(), outcome,
        result.tokens(), result.bytesTold(), result.bytesOfContexts(), result.wallMs(), result.build(),
        result.parent(), result.missing());
  }
}
