package org.collegium.modelhost.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.collegium.modelhost.protocol.Sampling;
import org.junit.jupiter.api.Test;

class TokenSamplerTest {
  private static final float[] LOGITS = {9, 9, (float) Math.log(.5), (float) Math.log(.3), (float) Math.log(.2), 9};
  private static final int FROM = 2;

  private static TokenSampler sampler(double temperature, double topP, long seed) {
    return new TokenSampler(new Sampling(temperature, topP, 1, List.of(), seed), 3);
  }

  private static double[] frequencies(double temperature, double topP) {
    int draws = 20_000;
    double[] counts = new double[3];
    TokenSampler sampler = sampler(temperature, topP, 5);
    for (int i = 0; i < draws; i++) {
      counts[sampler.draw(LOGITS, FROM).token()] += 1.0 / draws;
    }
    return counts;
  }

  @Test
  void drawsFollowTheDistribution() {
    assertThat(frequencies(1, 1)).containsExactly(new double[] {.5, .3, .2}, within(.015));
  }

  @Test
  void temperatureSharpens() {
    double total = .25 + .09 + .04;
    assertThat(frequencies(.5, 1)).containsExactly(new double[] {.25 / total, .09 / total, .04 / total}, within(.015));
  }

  @Test
  void theNucleusHoldsNoMoreThanItMust() {
    assertThat(frequencies(1, .6)).containsExactly(new double[] {.625, .375, 0}, within(.015));
    assertThat(frequencies(1, .5)).containsExactly(new double[] {1, 0, 0}, within(1e-9));
  }

  @Test
  void theLogProbabilityIsThatOfTheUntemperedDistribution() {
    TokenSampler.Draw greedy = sampler(0, 1, 1).draw(LOGITS, FROM);
    assertThat(greedy.token()).isZero();
    assertThat(greedy.logProbability()).isCloseTo((float) Math.log(.5), within(1e-6f));
    assertThat(sampler(.1, .9, 1).draw(LOGITS, FROM).logProbability()).isCloseTo((float) Math.log(.5), within(1e-6f));
  }

  @Test
  void equalLogitsGiveTheLowestIdWhenGreedy() {
    assertThat(sampler(0, 1, 1).draw(new float[] {1, 2, 2}, 0).token()).isEqualTo(1);
  }

  @Test
  void aStreamIsAFunctionOfItsSeed() {
    TokenSampler one = sampler(1, 1, 77);
    TokenSampler two = sampler(1, 1, 77);
    for (int i = 0; i < 100; i++) {
      assertThat(one.draw(LOGITS, FROM)).isEqualTo(two.draw(LOGITS, FROM));
    }
  }

  @Test
  void logitsThatAreNotFiniteAreRefused() {
    assertThatThrownBy(() -> sampler(1, 1, 1).draw(new float[] {1, Float.NaN, 2}, 0))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the logit of token 1 is NaN");
  }
}
