package org.collegium.modelhost.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of the sequences that are being decoded: a fixed number of rows, a capacity in positions that grows.
 *
 * <p>What lies behind a row's last position is masked by whoever reads, but must be finite: a weight of 0 does not
 * silence a NaN.
 */
public final class KeyValueCache implements AutoCloseable {
  private final ModelConfiguration configuration;
  private final NDManager manager;
  private final int rows;
  private int positions;
  private final List<NDArray> keys = new ArrayList<>();
  private final List<NDArray> values = new ArrayList<>();

  /** An empty cache; its arrays belong to a sub-manager that {@link #close()} closes. */
  public KeyValueCache(ModelConfiguration configuration, int rows, int positions, NDManager parent) {
    this.configuration = configuration;
    this.manager = parent.newSubManager();
    this.rows = rows;
    this.positions = positions;
    for (int layer = 0; layer < configuration.layers(); layer++) {
      keys.add(manager.zeros(shape(positions), DataType.FLOAT32));
      values.add(manager.zeros(shape(positions), DataType.FLOAT32));
    }
  }

  private Shape shape(int length) {
    return new Shape((long) rows * configuration.keyValueHeads(), length, configuration.headSize());
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Positions that every row has room for. */
  public int positions() {
    return positions;
  }

  /** Makes room for at least so many positions; keeps what is there. */
  public void reserve(int length) {
    if (length <= positions) {
      return;
    }
    try (NDArray zeros = manager.zeros(shape(length - positions), DataType.FLOAT32)) {
      keys.replaceAll(array -> grown(array, zeros));
      values.replaceAll(array -> grown(array, zeros));
    }
    positions = length;
  }

  private static NDArray grown(NDArray array, NDArray zeros) {
    try (array) {
      return array.concat(zeros, 1);
    }
  }

  /** The slot of one head of one position; the unit of {@link #write}. */
  public long slot(int row, int head, int position) {
    return ((long) row * configuration.keyValueHeads() + head) * positions + position;
  }

  /** Sets everything that a row holds to zero. */
  public void clear(int row) {
    long heads = configuration.keyValueHeads();
    NDIndex place = new NDIndex().addSliceDim(row * heads, (row + 1) * heads);
    keys.forEach(array -> array.set(place, 0f));
    values.forEach(array -> array.set(place, 0f));
  }

  /** Writes {@code [slots, headSize]} keys and values of one layer to the slots {@code [slots]}. */
  void write(int layer, NDArray slots, NDArray someKeys, NDArray someValues) {
    put(keys.get(layer), slots, someKeys);
    put(values.get(layer), slots, someValues);
  }

  private void put(NDArray target, NDArray slots, NDArray source) {
    try (NDArray flat = target.reshape(-1, configuration.headSize())) {
      flat.set(new NDIndex("{}", slots), source);
    }
  }

  /** A view of the first positions of the first rows, {@code [rows * keyValueHeads, length, headSize]}. */
  NDArray keys(int layer, long firstRows, int length, NDManager target) {
    return view(keys.get(layer), firstRows, length, target);
  }

  /** As {@link #keys}. */
  NDArray values(int layer, long firstRows, int length, NDManager target) {
    return view(values.get(layer), firstRows, length, target);
  }

  private NDArray view(NDArray array, long firstRows, int length, NDManager target) {
    long heads = firstRows * configuration.keyValueHeads();
    NDArray view = array.get(target, new NDIndex().addSliceDim(0, heads).addSliceDim(0, length));
    view.attach(target);
    return view;
  }

  /** Picks rows of a two-dimensional array. */
  static NDArray pick(NDArray rows, NDArray table) {
    NDList picked = Embedding.embedding(rows, table, SparseFormat.DENSE);
    return picked.singletonOrThrow();
  }

  @Override
  public void close() {
    manager.close();
  }
}
