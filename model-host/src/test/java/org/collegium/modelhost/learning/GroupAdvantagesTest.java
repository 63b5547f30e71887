package org.collegium.modelhost.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GroupAdvantagesTest {
  @Test
  void advantagesAreTheDeviationsFromTheGroupMeanInUnitsOfTheSampleDeviation() {
    double[] advantages = GroupAdvantages.of(new double[] {1.0, 0.0, 0.25, 0.0});
    assertThat(advantages)
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(1.4527409256763242, -0.6603367843983292, -0.13206735687966584, -0.6603367843983292);
  }

  @Test
  void aFlatGroupTeachesNothing() {
    assertThat(GroupAdvantages.isFlat(new double[] {0.1, 0.1, 0.1})).isTrue();
    assertThat(GroupAdvantages.of(new double[] {0.1, 0.1, 0.1})).containsOnly(0);
  }

  @Test
  void aGroupOfOneHasNoBaseline() {
    assertThat(GroupAdvantages.isFlat(new double[] {1})).isTrue();
    assertThat(GroupAdvantages.of(new double[] {1})).containsExactly(0);
  }

  @Test
  void overlongAnswersArePunishedLinearlyAndThenFully() {
    assertThat(OverlongShaping.penalty(12, 16, 4)).isZero();
    assertThat(OverlongShaping.penalty(13, 16, 4)).isCloseTo(-0.25, within(1e-15));
    assertThat(OverlongShaping.penalty(16, 16, 4)).isCloseTo(-1, within(1e-15));
    assertThat(OverlongShaping.penalty(17, 16, 4)).isEqualTo(-1);
    assertThat(OverlongShaping.penalty(1000, 0, 0)).isZero();
  }
}
