package org.collegium.modelhost.adapter;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.Projection;

/**
 * What {@link AdapterSlots} holds of one kind: {@code A} of a projection ({@code linears} in it) or {@code B} of one
 * linear layer.
 *
 * @param rank padded
 * @param unit floats that lie together
 * @param units of one slot
 * @param data {@code [slots * units, unit]}
 */
record SlotArray(
    int layer,
    Projection projection,
    List<LinearLayer> linears,
    boolean isA,
    int rank,
    int unit,
    int units,
    NDArray data) {
  /** Where a unit of an adapter goes. */
  @FunctionalInterface
  interface Target {
    int of(int position, int linear);
  }

  /** The place of a unit of {@code A}: position in the input and linear layer; of {@code B}: 0 and 0. */
  int place(int slots, int slot, int position, int linear) {
    int chunk = slot / slots;
    return isA
        ? ((chunk * (units / linears.size()) + position) * linears.size() + linear) * slots + slot % slots
        : slot;
  }

  /** Puts the adapter's numbers where its units go. */
  void put(Adapter adapter, float[] values, Target target) {
    for (int linear = 0; linear < linears.size(); linear++) {
      AdapterLayout.Pair pair = adapter.layout().pair(layer, linears.get(linear));
      if (isA) {
        putA(adapter, pair, linear, values, target);
      } else {
        putB(adapter, pair, values, target.of(0, 0));
      }
    }
  }

  private static void putA(Adapter adapter, AdapterLayout.Pair pair, int linear, float[] values, Target target) {
    float[] weights = adapter.weights();
    for (int position = 0; position < pair.in(); position++) {
      int to = target.of(position, linear);
      for (int i = 0; i < adapter.rank(); i++) {
        values[to + i] = weights[pair.offsetA() + i * pair.in() + position];
      }
    }
  }

  private static void putB(Adapter adapter, AdapterLayout.Pair pair, float[] values, int to) {
    float[] weights = adapter.weights();
    float scale = (float) adapter.scale();
    int rank = adapter.rank();
    for (int i = 0; i < rank; i++) {
      for (int row = 0; row < pair.out(); row++) {
        values[to + i * pair.out() + row] = scale * weights[pair.offsetB() + row * rank + i];
      }
    }
  }
}
