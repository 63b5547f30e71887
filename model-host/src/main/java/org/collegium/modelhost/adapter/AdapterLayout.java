package org.collegium.modelhost.adapter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.ModelConfiguration;

/**
 * Where the matrices of an adapter stand in its flat parameters: layer by layer, linear layer by linear layer in the
 * order of {@link LinearLayer}, {@code A [rank, in]} then {@code B [out, rank]}, row-major.
 */
public final class AdapterLayout {
  private final ModelConfiguration configuration;
  private final int rank;
  private final int parameters;
  private final List<Pair> pairs;
  private final List<Map<LinearLayer, Pair>> byLayer;

  /** The two matrices on one linear layer; the offsets are in floats. */
  public record Pair(int layer, LinearLayer linear, int in, int out, int offsetA, int offsetB) {}

  /** The layout of adapters of one rank on one model. */
  public AdapterLayout(ModelConfiguration configuration, int rank) {
    this.configuration = configuration;
    this.rank = rank;
    List<Pair> all = new ArrayList<>();
    List<Map<LinearLayer, Pair>> maps = new ArrayList<>();
    int offset = 0;
    for (int layer = 0; layer < configuration.layers(); layer++) {
      Map<LinearLayer, Pair> map = new EnumMap<>(LinearLayer.class);
      for (LinearLayer linear : LinearLayer.values()) {
        int in = linear.in(configuration);
        int out = linear.out(configuration);
        int offsetB = Math.addExact(offset, rank * in);
        Pair pair = new Pair(layer, linear, in, out, offset, offsetB);
        all.add(pair);
        map.put(linear, pair);
        offset = Math.addExact(offsetB, rank * out);
      }
      maps.add(map);
    }
    this.parameters = offset;
    this.pairs = List.copyOf(all);
    this.byLayer = List.copyOf(maps);
  }

  /** The model that is adapted. */
  public ModelConfiguration configuration() {
    return configuration;
  }

  /** Rank of every matrix pair. */
  public int rank() {
    return rank;
  }

  /** Number of parameters of one adapter. */
  public int parameters() {
    return parameters;
  }

  /** All matrix pairs in order. */
  public List<Pair> pairs() {
    return pairs;
  }

  /** The pair on one linear layer. */
  public Pair pair(int layer, LinearLayer linear) {
    return Objects.requireNonNull(byLayer.get(layer).get(linear));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AdapterLayout layout
        && rank == layout.rank
        && configuration.equals(layout.configuration);
  }

  @Override
  public int hashCode() {
    return 31 * configuration.hashCode() + rank;
  }
}
