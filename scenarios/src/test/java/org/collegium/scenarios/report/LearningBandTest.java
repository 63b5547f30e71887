package org.collegium.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.collegium.scenarios.experiment.Curve;
import org.junit.jupiter.api.Test;

final class LearningBandTest {
  @Test
  void theLineIsTheMeanOverSeeds() {
    LearningBand band = LearningBand.of("a", List.of(curve(0.2, 0.4), curve(0.4, 0.8)));

    assertThat(band.points()).extracting(LearningBand.Point::rollouts).containsExactly(16.0, 32.0);
    assertThat(band.points().getFirst().mean()).isCloseTo(0.3, within(1e-12));
    assertThat(band.points().getLast().mean()).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void theBandHoldsTheMeanAndStaysInsideTheSeeds() {
    for (long seed = 1; seed <= 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Curve> curves = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        curves.add(curve(random.nextDouble(), random.nextDouble(), random.nextDouble()));
      }
      for (int round = 0; round < 3; round++) {
        LearningBand.Point point = LearningBand.of("a", curves).points().get(round);
        int index = round;
        double[] values = curves.stream().mapToDouble(curve -> curve.points().get(index).success()).sorted().toArray();
        assertThat(point.low()).as("seed %d", seed).isBetween(values[0], point.mean());
        assertThat(point.high()).as("seed %d", seed).isBetween(point.mean(), values[5]);
        assertThat(point.high() - point.low()).as("seed %d", seed).isPositive();
      }
    }
  }

  @Test
  void aBandOfEqualSeedsHasNoWidth() {
    LearningBand.Point point = LearningBand.of("a", List.of(curve(0.5), curve(0.5), curve(0.5))).points().getFirst();

    assertThat(point.low()).isEqualTo(0.5);
    assertThat(point.high()).isEqualTo(0.5);
  }

  @Test
  void oneSeedHasNoWidthAndSaysThatItIsOne() {
    LearningBand.Point point = LearningBand.of("a", List.of(curve(0.7))).points().getFirst();

    assertThat(point).isEqualTo(new LearningBand.Point(16, 0.7, 0.7, 0.7, 1));
  }

  @Test
  void aSeedThatStoppedEarlyCountsOnlyWhereItPlayed() {
    List<LearningBand.Point> points = LearningBand.of("a", List.of(curve(0.2, 0.4, 0.6), curve(0.4))).points();

    assertThat(points).extracting(LearningBand.Point::seeds).containsExactly(2, 1, 1);
    assertThat(points.get(2).mean()).isEqualTo(0.6);
  }

  @Test
  void aRoundWithoutLearningEpisodesIsLeftOut() {
    List<LearningBand.Point> points = LearningBand.of("a", List.of(curve(0.2, Double.NaN, 0.6))).points();

    assertThat(points).extracting(LearningBand.Point::rollouts).containsExactly(16.0, 48.0);
  }

  private static Curve curve(double... successes) {
    List<Curve.Point> points = new ArrayList<>();
    for (int i = 0; i < successes.length; i++) {
      points.add(new Curve.Point(i + 1, 16.0 * (i + 1), successes[i]));
    }
    return new Curve("a", 1, points);
  }
}
