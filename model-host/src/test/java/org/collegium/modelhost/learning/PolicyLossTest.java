package org.collegium.modelhost.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.PolicyObjective.Aggregation;
import org.junit.jupiter.api.Test;

class PolicyLossTest {
  private static final double DELTA = 1e-6;

  @Test
  void theRatioIsClippedOnlyWhereThatMakesTheObjectiveSmaller() {
    PolicyLoss loss = new PolicyLoss(PolicyObjective.dapo(0, 0));
    assertThat(loss.pull(1, 1, Math.log(1.5), 0, 0, 0).clipped()).isTrue();
    assertThat(loss.pull(1, 1, Math.log(1.5), 0, 0, 0).loss()).isCloseTo(-1.28, within(1e-12));
    assertThat(loss.pull(1, -1, Math.log(1.5), 0, 0, 0).clipped()).isFalse();
    assertThat(loss.pull(1, -1, Math.log(0.5), 0, 0, 0).loss()).isCloseTo(0.8, within(1e-12));
    assertThat(loss.pull(1, -1, Math.log(0.5), 0, 0, 0).logProbability()).isZero();
  }

  @Test
  void everyDerivativeEqualsTheFiniteDifference() {
    PolicyLoss loss = new PolicyLoss(new PolicyObjective(0.2, 0.28, Aggregation.TOKEN_MEAN, true, 0, 0, 0.3, 0.05));
    SplittableRandom random = new SplittableRandom(20);
    for (int i = 0; i < 200; i++) {
      double logProbability = -3 * random.nextDouble();
      double sampled = logProbability + random.nextDouble() - 0.5;
      double base = logProbability + random.nextDouble() - 0.5;
      double advantage = 4 * random.nextDouble() - 2;
      double entropy = random.nextDouble();
      TokenPull pull = loss.pull(0.7, advantage, logProbability, sampled, base, entropy);
      double byLogProbability =
          (loss.pull(0.7, advantage, logProbability + DELTA, sampled, base, entropy).loss()
                  - loss.pull(0.7, advantage, logProbability - DELTA, sampled, base, entropy).loss())
              / (2 * DELTA);
      double byEntropy =
          (loss.pull(0.7, advantage, logProbability, sampled, base, entropy + DELTA).loss()
                  - loss.pull(0.7, advantage, logProbability, sampled, base, entropy - DELTA).loss())
              / (2 * DELTA);
      assertThat(pull.logProbability()).as("draw %d of seed 20", i).isCloseTo(byLogProbability, within(1e-5));
      assertThat(pull.entropy()).as("draw %d of seed 20", i).isCloseTo(byEntropy, within(1e-7));
    }
  }
}
