package org.collegium.modelhost.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.collegium.modelhost.model.Adaptation;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.Projection;

/**
 * The adapters of one batch on the device. Filled when the batch changes, and then only where it changed; read at every
 * step.
 *
 * <p>For every projection of every layer there is one array with the {@code A} of all slots, {@code [chunk, linear
 * layer, slot, rank, in]}, and for each of its linear layers one with the transposed {@code B}, {@code [chunk, slot,
 * rank, out]}. A plan reads the front part of them. Not thread-safe.
 */
public final class AdapterSlots implements AutoCloseable {
  private final ModelConfiguration configuration;
  private final NDManager manager;
  private final int chunkRowsMin;
  private final int rankMax;
  private final List<SlotArray> arrays = new ArrayList<>();
  private final List<Optional<Adapter>> contents = new ArrayList<>();
  private NDManager views;
  private Optional<SlotPlan> plan = Optional.empty();
  private int capacity;
  private int rank;
  private ByteBuffer staging = ByteBuffer.allocateDirect(0);

  /** One array: {@code A} of a projection ({@code linears} in it) or {@code B} of one linear layer. */
  private record SlotArray(int layer, Projection projection, List<LinearLayer> linears, boolean isA, NDArray data) {}

  /**
   * Slots for batches of one kind.
   *
   * @param chunkRowsMin fewest rows that share a product; at least 4 rows or positions must come together in it
   * @param rankMax largest rank that may come; decides how sums are cut, so it must be the same for all batches
   */
  public AdapterSlots(ModelConfiguration configuration, int chunkRowsMin, int rankMax, NDManager parent) {
    this.configuration = configuration;
    this.chunkRowsMin = chunkRowsMin;
    this.rankMax = rankMax;
    this.manager = parent.newSubManager();
    this.views = manager.newSubManager();
  }

  /**
   * Puts the adapters of a batch into the slots.
   *
   * @param rows the active adapters of each row, policies before worlds; none for the base alone
   * @return the adaptation of a batch with these rows; usable until the next call
   * @throws IllegalArgumentException when an adapter's rank is too large; nothing has changed then
   */
  public Adaptation fill(List<List<Adapter>> rows) {
    for (List<Adapter> row : rows) {
      for (Adapter adapter : row) {
        if (adapter.rank() > rankMax) {
          throw new IllegalArgumentException("adapters of rank " + adapter.rank() + " exceed the host's " + rankMax);
        }
      }
    }
    SlotPlan next = SlotPlan.of(rows, chunkRowsMin, rankMax, plan);
    views.close();
    views = manager.newSubManager();
    if (next.isEmpty()) {
      return Adaptation.NONE;
    }
    boolean sameCut = plan.isPresent() && plan.get().slots() == next.slots() && rank == next.rank();
    if (!sameCut || next.chunks() * next.slots() > capacity) {
      allocate(next);
    }
    List<Integer> changed = changedSlots(next);
    for (SlotArray array : arrays) {
      write(array, next, changed);
    }
    for (int slot : changed) {
      contents.set(slot, next.content(slot / next.slots(), slot % next.slots()));
    }
    plan = Optional.of(next);
    return adaptation(next);
  }

  private void allocate(SlotPlan next) {
    arrays.forEach(array -> array.data().close());
    arrays.clear();
    capacity = Math.max(next.chunks() * next.slots(), rank == next.rank() ? capacity : 0);
    rank = next.rank();
    contents.clear();
    for (int slot = 0; slot < capacity; slot++) {
      contents.add(Optional.empty());
    }
    for (int layer = 0; layer < configuration.layers(); layer++) {
      for (Projection projection : Projection.values()) {
        int in = projection.in(configuration);
        List<LinearLayer> linears = projection.layers();
        arrays.add(
            new SlotArray(layer, projection, linears, true, zeros((long) capacity * linears.size(), (long) rank * in)));
        for (LinearLayer linear : linears) {
          NDArray data = zeros(capacity, (long) rank * linear.out(configuration));
          arrays.add(new SlotArray(layer, projection, List.of(linear), false, data));
        }
      }
    }
  }

  private NDArray zeros(long rows, long columns) {
    return manager.zeros(new Shape(rows, columns), DataType.FLOAT32);
  }

  /** Slots that hold another adapter than the plan wants. Slots that nobody uses keep what they have. */
  @SuppressWarnings("ReferenceEquality") // An adapter that has learned is a new object.
  private List<Integer> changedSlots(SlotPlan next) {
    List<Integer> changed = new ArrayList<>();
    for (int chunk = 0; chunk < next.chunks(); chunk++) {
      for (int slot = 0; slot < next.slots(); slot++) {
        int at = chunk * next.slots() + slot;
        Optional<Adapter> wanted = next.content(chunk, slot);
        if (wanted.isPresent() && (contents.get(at).isEmpty() || contents.get(at).get() != wanted.get())) {
          changed.add(at);
        }
      }
    }
    return changed;
  }

  private void write(SlotArray array, SlotPlan next, List<Integer> changed) {
    if (changed.isEmpty()) {
      return;
    }
    int count = array.linears().size();
    int columns = (int) array.data().getShape().get(1);
    float[] values = new float[changed.size() * count * columns];
    long[] places = new long[changed.size() * count];
    int at = 0;
    for (int slot : changed) {
      int chunk = slot / next.slots();
      Adapter adapter = next.content(chunk, slot % next.slots()).orElseThrow();
      for (int i = 0; i < count; i++) {
        places[at] = ((long) chunk * count + i) * next.slots() + slot % next.slots();
        AdapterLayout.Pair pair = adapter.layout().pair(array.layer(), array.linears().get(i));
        if (array.isA()) {
          System.arraycopy(adapter.weights(), pair.offsetA(), values, at * columns, adapter.rank() * pair.in());
        } else {
          transpose(adapter, pair, values, at * columns);
        }
        at++;
      }
    }
    try (NDArray source = staged(values, places.length, columns);
        NDArray index = manager.create(places)) {
      array.data().set(new NDIndex("{}", index), source);
    }
  }

  private static void transpose(Adapter adapter, AdapterLayout.Pair pair, float[] values, int offset) {
    int adapterRank = adapter.rank();
    float[] weights = adapter.weights();
    for (int i = 0; i < adapterRank; i++) {
      int target = offset + i * pair.out();
      int source = pair.offsetB() + i;
      for (int row = 0; row < pair.out(); row++) {
        values[target + row] = weights[source + row * adapterRank];
      }
    }
  }

  /** A native array over a buffer that is used again for the next one; whoever closes it must have copied it. */
  private NDArray staged(float[] values, int rows, int columns) {
    int bytes = values.length * Float.BYTES;
    if (staging.capacity() < bytes) {
      staging = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
    staging.clear().limit(bytes);
    staging.asFloatBuffer().put(values);
    return manager.create(staging, new Shape(rows, columns), DataType.FLOAT32);
  }

  private Adaptation adaptation(SlotPlan next) {
    Map<Integer, NDArray> masks = new HashMap<>();
    List<Map<Projection, LowRankProduct>> layers = new ArrayList<>();
    for (SlotArray array : arrays) {
      if (array.isA()) {
        if (array.projection() == Projection.QUERY_KEY_VALUE) {
          layers.add(new EnumMap<>(Projection.class));
        }
        int count = array.linears().size();
        NDArray mask = masks.computeIfAbsent(count, linears -> mask(next, linears));
        layers.getLast().put(array.projection(), new LowRankProduct(next, mask, front(array, next).swapAxes(1, 2)));
      } else {
        LowRankProduct product = layers.getLast().get(array.projection());
        if (product == null) {
          throw new IllegalStateException("B before A");
        }
        product.add(front(array, next));
      }
    }
    return (layer, projection, input, product) -> {
      LowRankProduct update = layers.get(layer).get(projection);
      return update == null ? product : update.addTo(product, input);
    };
  }

  private NDArray mask(SlotPlan next, int linears) {
    Shape shape = new Shape(next.chunks(), next.chunkRows(), 1, (long) linears * next.slots() * next.rank());
    return views.create(next.mask(linears), shape);
  }

  /** What a plan reads of an array, {@code [chunks, inner, columns]}. */
  private NDArray front(SlotArray array, SlotPlan next) {
    long inner = (long) array.linears().size() * next.slots() * next.rank();
    long rows = (long) next.chunks() * array.linears().size() * next.slots();
    NDArray front = array.data().get(views, new NDIndex().addSliceDim(0, rows));
    front.attach(views);
    return front.reshape(next.chunks(), inner, -1);
  }

  @Override
  public void close() {
    manager.close();
  }
}
