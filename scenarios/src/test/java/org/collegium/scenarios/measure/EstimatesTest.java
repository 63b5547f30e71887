package org.collegium.scenarios.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimatesTest {
  private static final MeasureValue NEVER = MeasureValue.NEVER;
  private static final MeasureValue MISSING = new MeasureValue.NotMeasured("nothing counted");

  private static MeasureValue known(double value) {
    return new MeasureValue.Known(value);
  }

  private static List<MeasureValue> knowns(double... values) {
    return Arrays.stream(values).mapToObj(EstimatesTest::known).toList();
  }

  @Test
  void aMeanOverSeedsHasAnInterval() {
    MeasureSummary summary = Estimates.summary(Measure.FINAL_SUCCESS, knowns(0, 1));

    assertThat(summary.mean()).isEqualTo(new Estimate(known(0.5), known(0), known(1)));
    assertThat(summary.measured()).isEqualTo(2);
    assertThat(summary.never()).isZero();
  }

  @Test
  void aThresholdThatSomeSeedsNeverReachHasAMedianButNoMean() {
    MeasureSummary summary =
        Estimates.summary(Measure.R80, List.of(NEVER, known(2048), known(2496), NEVER, known(1792)));

    assertThat(summary.never()).isEqualTo(2);
    assertThat(summary.measured()).isEqualTo(5);
    assertThat(summary.mean().center()).isEqualTo(NEVER);
    assertThat(summary.median().center()).isEqualTo(known(2496));
    assertThat(summary.median().high()).isEqualTo(NEVER);
  }

  @Test
  void aThresholdThatMostSeedsNeverReachIsNever() {
    assertThat(Estimates.summary(Measure.R80, List.of(NEVER, known(2048), NEVER)).median().center()).isEqualTo(NEVER);
  }

  @Test
  void oneSeedGivesANumberWithoutAnInterval() {
    Estimate estimate = Estimates.summary(Measure.R80, knowns(48)).median();

    assertThat(estimate.center()).isEqualTo(known(48));
    assertThat(estimate.low())
        .isEqualTo(new MeasureValue.NotMeasured("an interval needs at least 2 seeds with a value"));
    assertThat(estimate.high()).isEqualTo(estimate.low());
  }

  @Test
  void whatWasNotMeasuredIsLeftOutAndSaid() {
    assertThat(Estimates.summary(Measure.RETENTION, List.of(MISSING, known(0.5), known(0.5))).measured()).isEqualTo(2);
    assertThat(Estimates.summary(Measure.RETENTION, List.of(MISSING)).mean().center())
        .isEqualTo(new MeasureValue.NotMeasured("no seed has a value"));
  }

  @Test
  void aRatioIsTakenPairByPair() {
    Pairing.Paired paired = Pairing.ratio(knowns(32, 48, 48), knowns(320, 1920, 960));

    assertThat(paired.estimate().center()).isEqualTo(known(20));
    assertThat(paired.pairs()).isEqualTo(3);
  }

  @Test
  void aBaselineThatNeverGotThereIsInfinitelySlower() {
    Pairing.Paired paired =
        Pairing.ratio(List.of(known(32), known(32), known(32)), List.of(NEVER, NEVER, known(64)));

    assertThat(paired.estimate().center()).isEqualTo(NEVER);
    assertThat(paired.estimate().low()).isEqualTo(known(2));
  }

  @Test
  void anArmThatNeverGotThereIsNoWin() {
    Pairing.Paired paired = Pairing.ratio(List.of(NEVER, NEVER, MISSING), List.of(known(64), NEVER, known(64)));

    assertThat(paired.estimate().center()).isEqualTo(known(0));
    assertThat(paired.pairs()).isEqualTo(1);
  }

  @Test
  void aDifferenceLeavesOutPairsWithoutTwoNumbers() {
    Pairing.Paired paired =
        Pairing.difference(List.of(known(1), known(0.75), MISSING), List.of(known(0.5), known(0.25), known(0)));

    assertThat(paired.estimate().center()).isEqualTo(known(0.5));
    assertThat(paired.pairs()).isEqualTo(2);
  }

  @Test
  void valuesOfDifferentSeedsAreNotPaired() {
    assertThatIllegalArgumentException().isThrownBy(() -> Pairing.ratio(knowns(1), knowns(1, 2)));
  }

  @Test
  void aKnownValueIsANumber() {
    assertThatIllegalArgumentException().isThrownBy(() -> known(Double.NaN));
    assertThat(MeasureValue.of(Double.NaN, "why")).isEqualTo(new MeasureValue.NotMeasured("why"));
  }
}
