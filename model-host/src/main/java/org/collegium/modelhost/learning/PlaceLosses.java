package org.collegium.modelhost.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Losses of the counted places of a pass, and their derivative by the logits. */
final class PlaceLosses {
  private final RowShape shape;
  private final List<PassShare> shares;
  private final int vocabulary;
  private final List<StepFigures> figures = new ArrayList<>();
  private final float[] byLogProbability;
  private final float[] byEntropy;

  PlaceLosses(RowShape shape, List<PassShare> shares, int vocabulary) {
    this.shape = shape;
    this.shares = shares;
    this.vocabulary = vocabulary;
    this.byLogProbability = new float[shares.size() * shape.places()];
    this.byEntropy = new float[byLogProbability.length];
  }

  /** What the given share's places found; only after {@link #slope}. */
  StepFigures figures(int share) {
    return figures.get(share);
  }

  /**
   * The derivative of the sum of all losses by the logits, {@code [places, vocabulary]}: with target distribution
   * {@code q} (one-hot for a token), {@code a (q - p) - e p (ln p + H)}, see {@link TokenPull}.
   */
  NDArray slope(NDArray logits, long[] targets, NDManager pass) {
    NDArray logProbabilities = logits.logSoftmax(-1);
    NDArray probabilities = logProbabilities.exp();
    NDArray wanted = wanted(targets, pass);
    NDArray entropies = probabilities.mul(logProbabilities).sum(new int[] {1}, true).neg();
    float[] means = wanted.mul(logProbabilities).sum(new int[] {1}).toFloatArray();
    read(means, entropies.toFloatArray());
    Shape column = new Shape(byLogProbability.length, 1);
    NDArray slope = wanted.sub(probabilities).mul(pass.create(byLogProbability, column));
    if (allZero(byEntropy)) {
      return slope;
    }
    NDArray surprise = probabilities.mul(logProbabilities.add(entropies));
    return slope.sub(surprise.mul(pass.create(byEntropy, column)));
  }

  /** What each place is compared with, {@code [places, vocabulary]}. */
  private NDArray wanted(long[] targets, NDManager pass) {
    NDArray tokens = pass.create(targets).oneHot(vocabulary, DataType.FLOAT32);
    float[] hard = new float[targets.length];
    Arrays.fill(hard, 1);
    float[] soft = new float[0];
    for (int share = 0; share < shares.size(); share++) {
      PassShare own = shares.get(share);
      for (int row = own.from(); row < own.to(); row++) {
        float[] distribution = own.step().distribution(row);
        if (distribution.length > 0) {
          soft = soft.length > 0 ? soft : new float[targets.length * vocabulary];
          int place = firstPlace(share, row);
          System.arraycopy(distribution, 0, soft, place * vocabulary, distribution.length);
          Arrays.fill(hard, place, place + distribution.length / vocabulary, 0);
        }
      }
    }
    if (soft.length == 0) {
      return tokens;
    }
    NDArray anchors = pass.create(soft, new Shape(targets.length, vocabulary));
    return tokens.mul(pass.create(hard, new Shape(targets.length, 1))).add(anchors);
  }

  private void read(float[] means, float[] entropies) {
    for (int share = 0; share < shares.size(); share++) {
      PassShare own = shares.get(share);
      StepFigures sum = StepFigures.NONE;
      for (int row = own.from(); row < own.to(); row++) {
        boolean anchor = own.step().distribution(row).length > 0;
        int first = firstPlace(share, row);
        for (int i = 0; i < own.step().rows().get(row).counted(); i++) {
          int place = first + i;
          TokenPull pull = own.step().pull(row, i, means[place], entropies[place]);
          byLogProbability[place] = (float) pull.logProbability();
          byEntropy[place] = (float) pull.entropy();
          sum = anchor ? sum.withAnchor(pull) : sum.withToken(pull, entropies[place]);
        }
      }
      figures.add(sum);
    }
  }

  private int firstPlace(int share, int row) {
    return (share * shape.rows() + row - shares.get(share).from()) * shape.counted();
  }

  private static boolean allZero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
