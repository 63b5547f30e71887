package org.collegium.modelhost.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.collegium.modelhost.model.Adaptation;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.Projection;

/**
 * Several adapters of one rank, active together: the rows of a pass are cut into equal shares, one an adapter.
 *
 * <p>{@code y = x W^T + (x A^T) B^T} with the scale already in {@code B} (arXiv 2106.09685, equation 3).
 */
final class AdapterStack implements Adaptation {
  /** {@code down}: {@code [adapters, layers * rank, in]}; {@code ups}: {@code [adapters, out, rank]} each. */
  private record Pieces(NDArray down, NDList ups) {}

  private final int adapters;
  private final int rank;
  private final List<Map<Projection, Pieces>> layers;

  /**
   * Cuts a stack into its pieces, differentiably.
   *
   * @param stack flat array in the order of {@code layout}
   */
  AdapterStack(NDArray stack, StackLayout layout, int adapters, ModelConfiguration configuration) {
    this.adapters = adapters;
    this.rank = layout.rank();
    NDList cut = stack.split(layout.cuts(adapters), 0);
    List<Map<Projection, Pieces>> all = new ArrayList<>();
    int at = 0;
    for (int layer = 0; layer < configuration.layers(); layer++) {
      Map<Projection, Pieces> pieces = new EnumMap<>(Projection.class);
      for (Projection projection : Projection.values()) {
        int count = projection.layers().size();
        NDArray down = cut.get(at++).reshape(new Shape(adapters, (long) count * rank, projection.in(configuration)));
        NDList ups = new NDList(count);
        for (var linear : projection.layers()) {
          ups.add(cut.get(at++).reshape(new Shape(adapters, linear.out(configuration), rank)));
        }
        pieces.put(projection, new Pieces(down, ups));
      }
      all.add(pieces);
    }
    this.layers = List.copyOf(all);
  }

  @Override
  public NDArray adapt(int layer, Projection projection, NDArray input, NDArray product) {
    Pieces piece = Objects.requireNonNull(layers.get(layer).get(projection));
    NDArray own = input.reshape(new Shape(adapters, -1, input.getShape().getLastDimension()));
    NDArray low = own.matMul(piece.down().swapAxes(1, 2));
    NDArray update;
    if (piece.ups().size() == 1) {
      update = low.matMul(piece.ups().head().swapAxes(1, 2));
    } else {
      long[] cuts = new long[piece.ups().size() - 1];
      for (int i = 0; i < cuts.length; i++) {
        cuts[i] = (i + 1L) * rank;
      }
      NDList lows = low.split(cuts, 2);
      NDList updates = new NDList(lows.size());
      for (int i = 0; i < lows.size(); i++) {
        updates.add(lows.get(i).matMul(piece.ups().get(i).swapAxes(1, 2)));
      }
      update = NDArrays.concat(updates, 2);
    }
    return product.add(update.reshape(product.getShape()));
  }
}
