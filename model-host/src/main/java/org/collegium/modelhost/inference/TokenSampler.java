package org.collegium.modelhost.inference;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.collegium.modelhost.protocol.Sampling;

/**
 * Draws tokens for one row with the row's own random stream. Sums run in order of the ids, in double precision, so that
 * a draw is a function of logits, settings and stream.
 */
final class TokenSampler {
  private final Sampling sampling;
  private final SplittableRandom random;
  private final double[] weights;

  /** A drawn token and its log-probability under the untempered distribution. */
  record Draw(int token, float logProbability) {}

  TokenSampler(Sampling sampling, int vocabulary) {
    this.sampling = sampling;
    this.random = new SplittableRandom(sampling.seed());
    this.weights = new double[vocabulary];
  }

  /**
   * Draws from {@code logits[from]} to {@code logits[from + vocabulary - 1]}.
   *
   * @throws ArithmeticException when a logit is not finite
   */
  Draw draw(float[] logits, int from) {
    int best = 0;
    for (int id = 0; id < weights.length; id++) {
      float logit = logits[from + id];
      if (!Float.isFinite(logit)) {
        throw new ArithmeticException("the logit of token " + id + " is " + logit);
      }
      if (logit > logits[from + best]) {
        best = id;
      }
    }
    double max = logits[from + best];
    double total = 0;
    for (int id = 0; id < weights.length; id++) {
      weights[id] = Math.exp(logits[from + id] - max);
      total += weights[id];
    }
    double logTotal = max + Math.log(total);
    int token = sampling.temperature() == 0 ? best : pick(logits, from, max, total);
    return new Draw(token, (float) (logits[from + token] - logTotal));
  }

  private int pick(float[] logits, int from, double max, double untempered) {
    double total = untempered;
    if (sampling.temperature() != 1) {
      total = 0;
      for (int id = 0; id < weights.length; id++) {
        weights[id] = Math.exp((logits[from + id] - max) / sampling.temperature());
        total += weights[id];
      }
    }
    double place = random.nextDouble();
    return sampling.topP() < 1 ? pickFromNucleus(place, total) : pickFromAll(place * total);
  }

  private int pickFromAll(double place) {
    int last = 0;
    double sum = 0;
    for (int id = 0; id < weights.length; id++) {
      if (weights[id] > 0) {
        sum += weights[id];
        last = id;
        if (place < sum) {
          return id;
        }
      }
    }
    return last;
  }

  /** The smallest set of likeliest tokens that holds the mass top-p (arXiv 1904.09751). */
  private int pickFromNucleus(double place, double total) {
    int[] ids =
        IntStream.range(0, weights.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer id) -> -weights[id]).thenComparingInt(Integer::intValue))
            .mapToInt(Integer::intValue)
            .toArray();
    int size = 0;
    double mass = 0;
    while (size < ids.length && (size == 0 || mass < sampling.topP() * total)) {
      mass += weights[ids[size]];
      size++;
    }
    double sum = 0;
    for (int id : Arrays.copyOf(ids, size)) {
      sum += weights[id];
      if (place * mass < sum) {
        return id;
      }
    }
    return ids[size - 1];
  }
}
