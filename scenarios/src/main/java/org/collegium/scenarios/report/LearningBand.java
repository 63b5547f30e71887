package org.collegium.scenarios.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.collegium.scenarios.experiment.Curve;

/**
 * One arm's mean learning curve over its seeds with a percentile bootstrap 95 % band (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, chapter 13). Whole seeds are drawn with replacement, so that the rounds of a
 * seed stay together.
 *
 * @param arm its name
 * @param points one a round, in order; rounds that no seed played or measured are left out
 */
record LearningBand(String arm, List<Point> points) {
  private static final int RESAMPLES = 1000;

  /** Any constant will do; this one makes the band the same at every writing of the same result. */
  private static final long SEED = 0xC011E61DL;

  LearningBand {
    points = List.copyOf(points);
  }

  /**
   * One round.
   *
   * @param rollouts of one agent up to the end of the round
   * @param mean success over the seeds, 0 to 1
   * @param low lower end of the band; the mean when there is only one seed
   * @param high upper end of the band; the mean when there is only one seed
   * @param seeds how many have a value here
   */
  record Point(double rollouts, double mean, double low, double high, int seeds) {}

  /** The band of curves of one arm, one a seed. */
  static LearningBand of(String arm, List<Curve> curves) {
    int rounds = curves.stream().mapToInt(curve -> curve.points().size()).max().orElse(0);
    double[][] success = new double[curves.size()][];
    for (int seed = 0; seed < curves.size(); seed++) {
      success[seed] = Arrays.copyOf(successes(curves.get(seed)), rounds);
      Arrays.fill(success[seed], curves.get(seed).points().size(), rounds, Double.NaN);
    }
    int[][] draws = draws(curves.size());
    List<Point> points = new ArrayList<>();
    for (int index = 0; index < rounds; index++) {
      int round = index;
      double rollouts =
          curves.stream()
              .filter(curve -> curve.points().size() > round)
              .mapToDouble(curve -> curve.points().get(round).rollouts())
              .average()
              .orElse(0);
      point(success, round, rollouts, draws, points);
    }
    return new LearningBand(arm, points);
  }

  private static void point(double[][] success, int round, double rollouts, int[][] draws, List<Point> points) {
    int[] everySeed = new int[success.length];
    int seeds = 0;
    for (int seed = 0; seed < success.length; seed++) {
      everySeed[seed] = seed;
      seeds += Double.isNaN(success[seed][round]) ? 0 : 1;
    }
    if (seeds == 0) {
      return;
    }
    double mean = mean(success, round, everySeed);
    if (seeds == 1) {
      points.add(new Point(rollouts, mean, mean, mean, 1));
      return;
    }
    double[] means =
        Arrays.stream(draws)
            .mapToDouble(draw -> mean(success, round, draw))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    points.add(new Point(rollouts, mean, quantile(means, 0.025), quantile(means, 0.975), seeds));
  }

  private static double mean(double[][] success, int round, int[] seeds) {
    double sum = 0;
    int count = 0;
    for (int seed : seeds) {
      if (!Double.isNaN(success[seed][round])) {
        sum += success[seed][round];
        count++;
      }
    }
    return sum / count;
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private static double[] successes(Curve curve) {
    return curve.points().stream().mapToDouble(Curve.Point::success).toArray();
  }

  private static int[][] draws(int seeds) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[][] draws = new int[RESAMPLES][seeds];
    for (int[] draw : draws) {
      for (int i = 0; i < seeds; i++) {
        draw[i] = random.nextInt(seeds);
      }
    }
    return draws;
  }
}
