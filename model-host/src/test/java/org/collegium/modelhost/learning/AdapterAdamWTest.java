package org.collegium.modelhost.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.collegium.modelhost.protocol.OptimizerSettings;
import org.junit.jupiter.api.Test;

class AdapterAdamWTest {
  private final OptimizerSettings settings = new OptimizerSettings(0.1, 0.9, 0.99, 1e-8, 0.01, 1.0);

  @Test
  void theFirstStepMovesEachWeightByTheLearningRateAndDecaysIt() {
    float[] weights = {1, -1, 2};
    double norm =
        AdapterAdamW.step(weights, new float[3], new float[3], new float[] {0.3f, -0.2f, 0.1f}, 1, settings);
    assertThat(norm).isCloseTo(Math.sqrt(0.14), within(1e-7));
    assertThat(weights[0]).isCloseTo(0.999f - 0.1f, within(1e-6f));
    assertThat(weights[1]).isCloseTo(-0.999f + 0.1f, within(1e-6f));
    assertThat(weights[2]).isCloseTo(1.998f - 0.1f, within(1e-6f));
  }

  @Test
  void aGradientLongerThanTheBoundIsScaledDownToIt() {
    float[] first = new float[2];
    double norm = AdapterAdamW.step(new float[2], first, new float[2], new float[] {30, 40}, 1, settings);
    assertThat(norm).isEqualTo(50);
    assertThat(first[0]).isCloseTo(0.1f * 0.6f, within(1e-7f));
    assertThat(first[1]).isCloseTo(0.1f * 0.8f, within(1e-7f));
  }

  @Test
  void theSecondStepFollowsThePublishedRecursion() {
    float[] weights = {1};
    float[] first = {0};
    float[] second = {0};
    AdapterAdamW.step(weights, first, second, new float[] {0.5f}, 1, settings);
    AdapterAdamW.step(weights, first, second, new float[] {-0.25f}, 2, settings);
    double m = 0.9 * 0.05 - 0.1 * 0.25;
    double v = 0.99 * 0.0025 + 0.01 * 0.0625;
    double afterOne = 1 * 0.999 - 0.1;
    double expected = afterOne * 0.999 - 0.1 * (m / (1 - 0.81)) / (Math.sqrt(v / (1 - 0.9801)) + 1e-8);
    assertThat((double) weights[0]).isCloseTo(expected, within(1e-6));
  }
}
