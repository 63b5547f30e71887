package org.collegium.modelhost.adapter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.Projection;

/**
 * The transposed {@code B} of all linear layers of one adapter times its scale, for rows of one position on the host's
 * processor. Every row of it is an array of its own, and sums run from index 0 to its end: of such loops Java's
 * compiler makes vector code. A sum does not depend on who else is in the batch.
 *
 * <p>A second copy of half of the adapter, on Java's heap as long as the adapter is in the batch: 160 KB for one of
 * rank 8 on the embedded base, about 10 MB for one on a base of half a billion parameters.
 */
final class RankRows {
  /** Rows of {@code B} that are added in one go. With more of them the registers do not hold all their places. */
  private static final int STRIDE = 4;

  private final List<Map<Projection, float[][][]>> layers;

  private RankRows(List<Map<Projection, float[][][]>> layers) {
    this.layers = layers;
  }

  /** Those of an adapter. */
  static RankRows of(Adapter adapter) {
    List<Map<Projection, float[][][]>> layers = new ArrayList<>();
    for (int layer = 0; layer < adapter.layout().configuration().layers(); layer++) {
      Map<Projection, float[][][]> projections = new EnumMap<>(Projection.class);
      for (Projection projection : Projection.values()) {
        projections.put(projection, rows(adapter, layer, projection));
      }
      layers.add(projections);
    }
    return new RankRows(layers);
  }

  private static float[][][] rows(Adapter adapter, int layer, Projection projection) {
    List<float[][]> linears = new ArrayList<>();
    for (LinearLayer linear : projection.layers()) {
      linears.add(rows(adapter, adapter.layout().pair(layer, linear)));
    }
    return linears.toArray(float[][][]::new);
  }

  private static float[][] rows(Adapter adapter, AdapterLayout.Pair pair) {
    int rank = adapter.rank();
    float scale = (float) adapter.scale();
    float[] weights = adapter.weights();
    float[][] rows = new float[rank][pair.out()];
    for (int place = 0; place < pair.out(); place++) {
      for (int i = 0; i < rank; i++) {
        rows[i][place] = scale * weights[pair.offsetB() + place * rank + i];
      }
    }
    return rows;
  }

  /** The rows of a projection's linear layers, {@code [linear layer][rank][out]}; not to be written to. */
  float[][][] of(int layer, Projection projection) {
    return Objects.requireNonNull(layers.get(layer).get(projection));
  }

  /**
   * Adds {@code low B^T}.
   *
   * @param rows of one linear layer
   * @param low product with {@code A}, from {@code at} on
   * @param sum of the linear layer's length at least; what is behind is left alone
   */
  static void add(float[][] rows, float[] low, int at, float[] sum) {
    int count = rows.length / STRIDE * STRIDE;
    for (int i = 0; i < count; i += STRIDE) {
      addFour(rows, i, low, at + i, sum);
    }
    for (int i = count; i < rows.length; i++) {
      addOne(rows[i], low[at + i], sum);
    }
  }

  private static void addFour(float[][] rows, int first, float[] low, int at, float[] sum) {
    float[] row0 = rows[first];
    float[] row1 = rows[first + 1];
    float[] row2 = rows[first + 2];
    float[] row3 = rows[first + 3];
    float low0 = low[at];
    float low1 = low[at + 1];
    float low2 = low[at + 2];
    float low3 = low[at + 3];
    for (int i = 0; i < row0.length; i++) {
      sum[i] += (low0 * row0[i] + low1 * row1[i]) + (low2 * row2[i] + low3 * row3[i]);
    }
  }

  private static void addOne(float[] row, float low, float[] sum) {
    for (int i = 0; i < row.length; i++) {
      sum[i] += low * row[i];
    }
  }
}
