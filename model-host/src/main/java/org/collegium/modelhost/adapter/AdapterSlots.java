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
import java.util.stream.IntStream;
import org.collegium.modelhost.model.Adaptation;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.Projection;
import org.collegium.modelhost.telemetry.AdapterTier;
import org.collegium.modelhost.telemetry.HostMeter;

/**
 * The adapters of one batch on the device. Filled when the batch changes, and then only where it changed; read at every
 * step.
 *
 * <p>For every projection of every layer there is one array with the transposed {@code A} of all slots, {@code [chunk,
 * in, linear layer, slot, rank]}, and for each of its linear layers one with the transposed {@code B} times the scale,
 * {@code [chunk, slot, rank, out]}. A plan reads the front part of them. Not thread-safe.
 */
public final class AdapterSlots implements AutoCloseable {
  private final ModelConfiguration configuration;
  private final NDManager manager;
  private final ChunkRows chunkRows;
  private final int rankMax;
  private final HostMeter meter;
  private final List<SlotArray> arrays = new ArrayList<>();
  private final List<Optional<Adapter>> contents = new ArrayList<>();
  private NDManager views;
  private Optional<SlotPlan> plan = Optional.empty();
  private int capacity;
  private int rank;
  private ByteBuffer staging = ByteBuffer.allocateDirect(0);

  /**
   * One array: {@code A} of a projection ({@code linears} in it) or {@code B} of one linear layer.
   *
   * @param unit floats that lie together
   * @param units of one slot
   * @param data {@code [slots * units, unit]}
   */
  private record SlotArray(
      int layer, Projection projection, List<LinearLayer> linears, boolean isA, int unit, int units, NDArray data) {
    /** The place of a unit of {@code A}: position in the input and linear layer; of {@code B}: 0 and 0. */
    int place(int slots, int slot, int position, int linear) {
      int chunk = slot / slots;
      return isA
          ? ((chunk * (units / linears.size()) + position) * linears.size() + linear) * slots + slot % slots
          : slot;
    }
  }

  /**
   * Slots for batches of one kind.
   *
   * @param chunkRows rows that may share a product
   * @param rankMax largest rank that may come; decides how sums are cut, so it must be the same for all batches
   * @param meter hears which adapters had to be brought to the device
   */
  public AdapterSlots(
      ModelConfiguration configuration, ChunkRows chunkRows, int rankMax, NDManager parent, HostMeter meter) {
    this.configuration = configuration;
    this.chunkRows = chunkRows;
    this.rankMax = rankMax;
    this.meter = meter;
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
    SlotPlan next = SlotPlan.of(rows, chunkRows, rankMax, plan);
    views.close();
    views = manager.newSubManager();
    if (next.isEmpty()) {
      return Adaptation.NONE;
    }
    int used = next.chunks() * next.slots();
    boolean sameShape = plan.isPresent() && plan.get().sameShape(next);
    if (!sameShape || used > capacity) {
      allocate(next);
    }
    List<Integer> changed = changedSlots(next);
    meter.sought(AdapterTier.DEVICE, next.occupied() - changed.size(), changed.size());
    if (2 * changed.size() > used) {
      arrays.forEach(array -> writeAll(array, next));
      forget(used);
      changed = IntStream.range(0, used).boxed().toList();
    } else if (!changed.isEmpty()) {
      for (SlotArray array : arrays) {
        write(array, next, changed);
      }
    }
    for (int slot : changed) {
      contents.set(slot, next.content(slot / next.slots(), slot % next.slots()));
    }
    plan = Optional.of(next);
    return adaptation(next);
  }

  private void forget(int slots) {
    for (int slot = 0; slot < slots; slot++) {
      contents.set(slot, Optional.empty());
    }
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
        int units = projection.in(configuration) * projection.layers().size();
        arrays.add(slotArray(layer, projection, projection.layers(), true, rank, units));
        for (LinearLayer linear : projection.layers()) {
          int unit = rank * linear.out(configuration);
          arrays.add(slotArray(layer, projection, List.of(linear), false, unit, 1));
        }
      }
    }
  }

  private SlotArray slotArray(
      int layer, Projection projection, List<LinearLayer> linears, boolean isA, int unit, int units) {
    NDArray data = manager.zeros(new Shape((long) capacity * units, unit), DataType.FLOAT32);
    return new SlotArray(layer, projection, linears, isA, unit, units, data);
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

  /** Writes every slot of the plan; the slots in use lie at the front in one piece. */
  private void writeAll(SlotArray array, SlotPlan next) {
    int used = next.chunks() * next.slots();
    float[] values = new float[used * array.units() * array.unit()];
    for (int slot = 0; slot < used; slot++) {
      int at = slot;
      next.content(slot / next.slots(), slot % next.slots()).ifPresent(adapter ->
          put(array, adapter, values, (position, linear) ->
              array.place(next.slots(), at, position, linear) * array.unit()));
    }
    try (NDArray source = staged(values, used * array.units(), array.unit())) {
      array.data().set(new NDIndex().addSliceDim(0, (long) used * array.units()), source);
    }
  }

  /** Writes some slots. */
  private void write(SlotArray array, SlotPlan next, List<Integer> changed) {
    int count = array.linears().size();
    float[] values = new float[changed.size() * array.units() * array.unit()];
    long[] places = new long[changed.size() * array.units()];
    for (int i = 0; i < changed.size(); i++) {
      int slot = changed.get(i);
      int first = i * array.units();
      Adapter adapter = next.content(slot / next.slots(), slot % next.slots()).orElseThrow();
      put(array, adapter, values, (position, linear) -> (first + position * count + linear) * array.unit());
      for (int unit = 0; unit < array.units(); unit++) {
        places[first + unit] = array.place(next.slots(), slot, unit / count, unit % count);
      }
    }
    try (NDArray source = staged(values, places.length, array.unit());
        NDArray index = manager.create(places)) {
      array.data().set(new NDIndex("{}", index), source);
    }
  }

  /** Where a unit of an adapter goes. */
  @FunctionalInterface
  private interface Target {
    int of(int position, int linear);
  }

  private static void put(SlotArray array, Adapter adapter, float[] values, Target target) {
    float[] weights = adapter.weights();
    int own = adapter.rank();
    for (int linear = 0; linear < array.linears().size(); linear++) {
      AdapterLayout.Pair pair = adapter.layout().pair(array.layer(), array.linears().get(linear));
      if (array.isA()) {
        for (int position = 0; position < pair.in(); position++) {
          int to = target.of(position, linear);
          for (int i = 0; i < own; i++) {
            values[to + i] = weights[pair.offsetA() + i * pair.in() + position];
          }
        }
      } else {
        float scale = (float) adapter.scale();
        int to = target.of(0, 0);
        for (int i = 0; i < own; i++) {
          for (int row = 0; row < pair.out(); row++) {
            values[to + i * pair.out() + row] = scale * weights[pair.offsetB() + row * own + i];
          }
        }
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
    Map<Integer, List<NDArray>> masks = new HashMap<>();
    List<Map<Projection, LowRankProduct>> layers = new ArrayList<>();
    for (SlotArray array : arrays) {
      if (array.isA()) {
        if (array.projection() == Projection.QUERY_KEY_VALUE) {
          layers.add(new EnumMap<>(Projection.class));
        }
        int count = array.linears().size();
        List<NDArray> mask = masks.computeIfAbsent(count, linears -> masks(next, linears));
        layers.getLast().put(array.projection(), new LowRankProduct(next, mask, front(array, next)));
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

  private List<NDArray> masks(SlotPlan next, int linears) {
    if (next.isPure()) {
      return List.of();
    }
    long width = (long) linears * next.slots() * next.rank();
    NDArray mask = views.create(next.mask(linears), new Shape(next.chunks(), next.chunkRows(), width));
    return List.of(mask, mask.expandDims(2));
  }

  /** What a plan reads of an array: {@code A [chunks, in, inner]} or {@code B [chunks, inner, out]}. */
  private NDArray front(SlotArray array, SlotPlan next) {
    long rows = (long) next.chunks() * next.slots() * array.units();
    NDArray front = array.data().get(views, new NDIndex().addSliceDim(0, rows));
    front.attach(views);
    long inner = (long) array.linears().size() * next.slots() * next.rank();
    return array.isA() ? front.reshape(next.chunks(), -1, inner) : front.reshape(next.chunks(), inner, -1);
  }

  @Override
  public void close() {
    manager.close();
  }
}
