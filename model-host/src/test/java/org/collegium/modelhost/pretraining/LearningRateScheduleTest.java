package org.collegium.modelhost.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  private final LearningRateSchedule schedule = new LearningRateSchedule(900, 40, 0.6, 0.05);

  @Test
  void theRateRisesLinearlyToTheFullOne() {
    assertThat(schedule.factor(0)).isCloseTo(1 / 40.0, within(1e-12));
    assertThat(schedule.factor(19)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.factor(39)).isEqualTo(1);
  }

  @Test
  void theRateIsConstantUpToItsShareAndEndsAtTheFinalShare() {
    assertThat(schedule.factor(540)).isEqualTo(1);
    assertThat(schedule.factor(541)).isLessThan(1);
    assertThat(schedule.factor(899)).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void aTrainingOfOneStepHasTheFullRate() {
    assertThat(new LearningRateSchedule(1, 0, 0.6, 0.05).factor(0)).isEqualTo(1);
  }
}
