package org.collegium.modelhost.adapter;

import java.util.List;
import java.util.SplittableRandom;

/** Makes adapters out of others. What is made begins a life of its own: version 0, no optimizer state. */
public final class Derivation {
  private Derivation() {}

  /**
   * The mean of the weights of several adapters; of one, a copy.
   *
   * @throws IllegalArgumentException when there is none, or they differ in rank, scale or model
   */
  public static Adapter merge(List<Adapter> sources) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("nothing to merge");
    }
    Adapter first = sources.getFirst();
    double[] sum = new double[first.weights().length];
    for (Adapter source : sources) {
      if (!source.layout().equals(first.layout()) || source.scale() != first.scale()) {
        throw new IllegalArgumentException(
            "adapters of rank " + first.rank() + ", scale " + first.scale() + " and rank " + source.rank()
                + ", scale " + source.scale() + " cannot be merged");
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] += source.weights()[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / sources.size());
    }
    return Adapter.derived(first.layout(), first.scale(), mean);
  }

  /** The means of the policies and of the worlds of several pairs; see {@link #merge}. */
  public static AdapterPair mergePairs(List<AdapterPair> sources) {
    return new AdapterPair(
        merge(sources.stream().map(AdapterPair::policy).toList()),
        merge(sources.stream().map(AdapterPair::world).toList()));
  }

  /**
   * Adds normal noise to every matrix.
   *
   * @param strength standard deviation of the noise, relative to the root mean square of the matrix; at least 0
   * @param seed of the noise
   */
  public static Adapter mutate(Adapter source, double strength, long seed) {
    if (!(strength >= 0)) {
      throw new IllegalArgumentException("the strength of a mutation must not be negative, was " + strength);
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = source.weights().clone();
    for (AdapterLayout.Pair pair : source.layout().pairs()) {
      addNoise(weights, pair.offsetA(), pair.offsetB(), strength, random);
      addNoise(weights, pair.offsetB(), pair.offsetB() + source.rank() * pair.out(), strength, random);
    }
    return Adapter.derived(source.layout(), source.scale(), weights);
  }

  /** Mutates both adapters of a pair, each with a stream of its own. */
  public static AdapterPair mutate(AdapterPair source, double strength, long seed) {
    return new AdapterPair(mutate(source.policy(), strength, seed), mutate(source.world(), strength, ~seed));
  }

  private static void addNoise(float[] weights, int from, int to, double strength, SplittableRandom random) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += (double) weights[i] * weights[i];
    }
    double deviation = strength * Math.sqrt(squares / (to - from));
    for (int i = from; i < to; i++) {
      weights[i] = (float) (weights[i] + deviation * random.nextGaussian());
    }
  }

  /**
   * Two adapters that act together as one of concatenated rank, {@code [A1; A2]} and {@code [B1 B2]}, for servers that
   * take one adapter a request. The result has the scale of the first.
   */
  public static Adapter concatenate(Adapter first, Adapter second) {
    int rank = first.rank() + second.rank();
    AdapterLayout layout = new AdapterLayout(first.layout().configuration(), rank);
    float[] weights = new float[layout.parameters()];
    float rescale = (float) (second.scale() / first.scale());
    for (int i = 0; i < layout.pairs().size(); i++) {
      AdapterLayout.Pair target = layout.pairs().get(i);
      copy(first, first.layout().pairs().get(i), weights, target, 0, 1f);
      copy(second, second.layout().pairs().get(i), weights, target, first.rank(), rescale);
    }
    return Adapter.derived(layout, first.scale(), weights);
  }

  private static void copy(
      Adapter source, AdapterLayout.Pair from, float[] weights, AdapterLayout.Pair to, int rankOffset, float factor) {
    int own = source.rank();
    int rank = (to.offsetB() - to.offsetA()) / to.in();
    System.arraycopy(source.weights(), from.offsetA(), weights, to.offsetA() + rankOffset * to.in(), own * to.in());
    for (int row = 0; row < to.out(); row++) {
      for (int i = 0; i < own; i++) {
        weights[to.offsetB() + row * rank + rankOffset + i] =
            factor * source.weights()[from.offsetB() + row * own + i];
      }
    }
  }
}
