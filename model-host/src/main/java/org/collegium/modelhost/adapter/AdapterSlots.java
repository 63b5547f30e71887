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
 * in, linear layer, slot, rank]}. With {@link ProductForm#CHUNKS} there is one more for each of its linear layers, with
 * the transposed {@code B} times the scale, {@code [chunk, slot, rank, out]}. A plan reads the front part of them. Not
 * thread-safe.
 */
public final class AdapterSlots implements AutoCloseable {
  private final ModelConfiguration configuration;
  private final NDManager manager;
  private final ChunkRows chunkRows;
  private final int rankMax;
  private final HostMeter meter;
  private final ProductForm form;
  private final RankRowsCache rankRows = new RankRowsCache();
  private final List<SlotArray> arrays = new ArrayList<>();
  private final List<Optional<Adapter>> contents = new ArrayList<>();
  private NDManager views;
  private Optional<SlotPlan> plan = Optional.empty();
  private int capacity;
  private int rank;
  private ByteBuffer staging = ByteBuffer.allocateDirect(0);

  /**
   * Slots for batches of one kind.
   *
   * @param chunkRows rows that may share a product
   * @param rankMax largest rank that may come; decides how sums are cut, so it must be the same for all batches
   * @param meter hears which adapters had to be brought to the device
   */
  public AdapterSlots(
      ModelConfiguration configuration, ChunkRows chunkRows, int rankMax, NDManager parent, HostMeter meter) {
    this(configuration, chunkRows, rankMax, ProductForm.of(chunkRows, parent.getDevice()), parent, meter);
  }

  AdapterSlots(
      ModelConfiguration configuration,
      ChunkRows chunkRows,
      int rankMax,
      ProductForm form,
      NDManager parent,
      HostMeter meter) {
    this.configuration = configuration;
    this.chunkRows = chunkRows;
    this.rankMax = rankMax;
    this.form = form;
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
    SlotPlan next = SlotPlan.of(rows, chunkRows, rankMax, form, plan);
    views.close();
    views = manager.newSubManager();
    if (next.isEmpty()) {
      rankRows.clear();
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
        arrays.add(downArray(next, layer, projection));
        if (form == ProductForm.CHUNKS) {
          for (LinearLayer linear : projection.layers()) {
            arrays.add(upArray(layer, projection, linear));
          }
        }
      }
    }
  }

  private SlotArray downArray(SlotPlan next, int layer, Projection projection) {
    int own = next.rank(projection.layers().size());
    int units = projection.in(configuration) * projection.layers().size();
    return new SlotArray(
        layer, projection, projection.layers(), true, own, own, units, zeros((long) capacity * units, own));
  }

  private SlotArray upArray(int layer, Projection projection, LinearLayer linear) {
    int unit = rank * linear.out(configuration);
    return new SlotArray(layer, projection, List.of(linear), false, rank, unit, 1, zeros(capacity, unit));
  }

  private NDArray zeros(long units, int unit) {
    return manager.zeros(new Shape(units, unit), DataType.FLOAT32);
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
          array.put(adapter, values, (position, linear) ->
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
      array.put(adapter, values, (position, linear) -> (first + position * count + linear) * array.unit());
      for (int unit = 0; unit < array.units(); unit++) {
        places[first + unit] = array.place(next.slots(), slot, unit / count, unit % count);
      }
    }
    try (NDArray source = staged(values, places.length, array.unit());
        NDArray index = manager.create(places)) {
      array.data().set(new NDIndex("{}", index), source);
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
    List<Map<Projection, ProjectionUpdate>> layers = form == ProductForm.ROWS ? byRows(next) : byChunks(next);
    return (layer, projection, input, product) -> {
      ProjectionUpdate update = layers.get(layer).get(projection);
      return update == null ? product : update.addTo(product, input);
    };
  }

  private List<Map<Projection, ProjectionUpdate>> byRows(SlotPlan next) {
    List<List<RowUpdate.Use>> uses = rankRows.uses(next);
    List<Map<Projection, ProjectionUpdate>> layers = new ArrayList<>();
    for (SlotArray array : arrays) {
      if (array.layer() == layers.size()) {
        layers.add(new EnumMap<>(Projection.class));
      }
      int[] outs = array.linears().stream().mapToInt(linear -> linear.out(configuration)).toArray();
      layers.getLast().put(array.projection(), RowUpdate.of(next, array, front(array, next), uses, outs));
    }
    return layers;
  }

  private List<Map<Projection, ProjectionUpdate>> byChunks(SlotPlan next) {
    Map<Integer, List<NDArray>> masks = new HashMap<>();
    List<Map<Projection, ProjectionUpdate>> layers = new ArrayList<>();
    int at = 0;
    while (at < arrays.size()) {
      SlotArray down = arrays.get(at++);
      List<NDArray> mask = masks.computeIfAbsent(down.linears().size(), linears -> masks(next, linears));
      LowRankProduct product = new LowRankProduct(next, mask, front(down, next));
      for (int i = 0; i < down.linears().size(); i++) {
        product.add(front(arrays.get(at++), next));
      }
      if (down.layer() == layers.size()) {
        layers.add(new EnumMap<>(Projection.class));
      }
      layers.getLast().put(down.projection(), product);
    }
    return layers;
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
    long inner = (long) array.linears().size() * next.slots() * array.rank();
    return array.isA() ? front.reshape(next.chunks(), -1, inner) : front.reshape(next.chunks(), inner, -1);
  }

  @Override
  public void close() {
    manager.close();
  }
}
