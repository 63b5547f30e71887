package org.collegium.modelhost.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterSlots;
import org.collegium.modelhost.adapter.ChunkRows;
import org.collegium.modelhost.model.Adaptation;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.KeyValueCache;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.telemetry.HostMeter;

/**
 * The running batch: sequences join between decode steps, get one token a step, and leave when they are finished.
 *
 * <h2>What makes a row independent of the batch</h2>
 *
 * Bits of a matrix product depend on the shape of the product. So the batch never has fewer than 8 rows (idle ones
 * compute something that nobody reads), the cache is read up to a padded length, prompts are read whole, and adapters
 * are multiplied in the shapes of {@link AdapterSlots}. Everything after the logits happens in Java, row by row, with
 * the row's own random stream. Tests compare rows alone and in company bit for bit.
 *
 * <h2>What makes it fast</h2>
 *
 * Per step: three small arrays go in, one array of logits comes out. Adapters are put into their slots when rows join,
 * not at every step; a row that joins takes the lowest free place, so rows that joined together stay together.
 *
 * <p>Not thread-safe; the thread must not record gradients ({@link NativeRuntime#inferenceOnly}).
 */
public final class GenerationEngine<T> implements AutoCloseable {
  /** Below this size an attention product of one row is computed by another kernel. */
  private static final int SMALL_PRODUCT = 400;

  private final Decoder decoder;
  private final FusedWeights weights;
  private final EngineLimits limits;
  private final NDManager manager;
  private final AdapterSlots adapterSlots;
  private final PromptReader promptReader;
  private final KeyValueCache cache;
  private final List<Optional<RunningRow<T>>> rows = new ArrayList<>();
  private Adaptation adaptation = Adaptation.NONE;
  private int adaptedRows;
  private int active;

  /** An empty engine that tells nobody what it does; see the other one. */
  public GenerationEngine(Decoder decoder, FusedWeights weights, EngineLimits limits, NDManager parent) {
    this(decoder, weights, limits, parent, HostMeter.SILENT);
  }

  /** An empty engine; its arrays belong to a sub-manager that {@link #close()} closes. */
  public GenerationEngine(
      Decoder decoder, FusedWeights weights, EngineLimits limits, NDManager parent, HostMeter meter) {
    this.decoder = decoder;
    this.weights = weights;
    this.limits = limits;
    this.manager = parent.newSubManager();
    this.adapterSlots =
        new AdapterSlots(decoder.configuration(), ChunkRows.TOKENS, limits.rankMax(), manager, meter);
    this.promptReader = new PromptReader(decoder, weights, limits, manager, meter);
    this.cache = new KeyValueCache(decoder.configuration(), limits.rowsMax(), 4 * Decoder.TIME_STEP, manager);
    for (int row = 0; row < limits.rowsMax(); row++) {
      rows.add(Optional.empty());
    }
  }

  /** Rows of the running batch. */
  public int rowsActive() {
    return active;
  }

  /**
   * Rows that may be admitted now; 0 while there are so few that reading prompts for them would cost more than leaving
   * their places empty for a while.
   */
  public int rowsFree() {
    int free = limits.rowsMax() - active;
    return active == 0 || free >= Math.max(1, limits.rowsMax() / 8) ? free : 0;
  }

  /**
   * Reads prompts and puts them as rows into the running batch.
   *
   * @throws IllegalArgumentException when there are more than free places, or one can never be served; none of them is
   *     in the batch then
   */
  public void admit(List<Prompt<T>> prompts) {
    if (prompts.size() > limits.rowsMax() - active) {
      throw new IllegalArgumentException(prompts.size() + " rows do not fit into " + (limits.rowsMax() - active));
    }
    int length = 0;
    for (Prompt<T> prompt : prompts) {
      check(prompt);
      length = Math.max(length, prompt.tokens().length() + prompt.sampling().tokensMax());
    }
    List<Prompt<T>> ordered = besideTheirSiblings(prompts);
    List<Integer> places = freePlaces(prompts.size());
    cache.reserve(Decoder.padded(length));
    promptReader.read(ordered, places, cache);
    for (int i = 0; i < places.size(); i++) {
      rows.set(places.get(i), Optional.of(new RunningRow<>(ordered.get(i), decoder.configuration().vocabulary())));
    }
    active += places.size();
    adaptedRows = 0;
  }

  private void check(Prompt<T> prompt) {
    int length = prompt.tokens().length() + prompt.sampling().tokensMax();
    if (prompt.tokens().isEmpty() || prompt.sampling().tokensMax() < 1 || length > decoder.positionsMax()) {
      throw new IllegalArgumentException(
          "a prompt of " + prompt.tokens().length() + " tokens and " + prompt.sampling().tokensMax()
              + " to draw do not fit into 1 to " + decoder.positionsMax() + " positions");
    }
    for (Adapter adapter : prompt.adapters()) {
      if (adapter.rank() > limits.rankMax()) {
        throw new IllegalArgumentException(
            "an adapter of rank " + adapter.rank() + " exceeds the host's largest rank " + limits.rankMax());
      }
    }
  }

  /** Rows with the same adapters one behind the other, in order of their first appearance. */
  private List<Prompt<T>> besideTheirSiblings(List<Prompt<T>> prompts) {
    IdentityHashMap<Adapter, Integer> order = new IdentityHashMap<>();
    List<List<Prompt<T>>> groups = new ArrayList<>();
    List<Prompt<T>> ordered = new ArrayList<>();
    for (Prompt<T> prompt : prompts) {
      if (prompt.adapters().isEmpty()) {
        ordered.add(prompt);
      } else {
        int group = order.computeIfAbsent(prompt.adapters().getFirst(), _ -> groups.size());
        if (group == groups.size()) {
          groups.add(new ArrayList<>());
        }
        groups.get(group).add(prompt);
      }
    }
    groups.forEach(ordered::addAll);
    return ordered;
  }

  private List<Integer> freePlaces(int count) {
    List<Integer> places = new ArrayList<>();
    for (int row = 0; row < rows.size() && places.size() < count; row++) {
      if (rows.get(row).isEmpty()) {
        places.add(row);
      }
    }
    return places;
  }

  /**
   * Draws the next token of every row.
   *
   * @return the rows that are over, which have left the batch
   */
  public List<Continuation<T>> step() {
    if (active == 0) {
      return List.of();
    }
    int used = usedRows();
    if (used != adaptedRows) {
      adaptation = adapterSlots.fill(rows.subList(0, used).stream().map(GenerationEngine::adapters).toList());
      adaptedRows = used;
    }
    float[] logits = decode(used);
    List<Continuation<T>> over = new ArrayList<>();
    for (int row = 0; row < used; row++) {
      int place = row;
      int from = row * decoder.configuration().vocabulary();
      rows.get(row).flatMap(running -> running.draw(logits, from)).ifPresent(continuation -> {
        if (continuation instanceof Continuation.Broken<T>) {
          cache.clear(place);
        }
        rows.set(place, Optional.empty());
        active--;
        over.add(continuation);
      });
    }
    return over;
  }

  private static <T> List<Adapter> adapters(Optional<RunningRow<T>> row) {
    return row.map(running -> running.prompt().adapters()).orElse(List.of());
  }

  /** Rows up to the last one in use, padded to a multiple of the fewest rows of a batch. */
  private int usedRows() {
    int last = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).isPresent()) {
        last = row;
      }
    }
    return Math.ceilDiv(last + 1, Decoder.ROWS_MIN) * Decoder.ROWS_MIN;
  }

  private float[] decode(int used) {
    int heads = decoder.configuration().keyValueHeads();
    long[] tokens = new long[used];
    long[] positions = new long[used];
    long[] slots = new long[used * heads];
    int longest = 0;
    for (int row = 0; row < used; row++) {
      int position = rows.get(row).map(RunningRow::position).orElse(0);
      tokens[row] = rows.get(row).map(RunningRow::next).orElse(0);
      positions[row] = position;
      longest = Math.max(longest, position);
      for (int head = 0; head < heads; head++) {
        slots[row * heads + head] = cache.slot(row, head, position);
      }
    }
    int length = paddedLength(longest + 1);
    float[] mask = new float[used * length];
    for (int row = 0; row < used; row++) {
      int from = row * length + (int) positions[row] + 1;
      Arrays.fill(mask, from, (row + 1) * length, Float.NEGATIVE_INFINITY);
    }
    try (NDManager scope = manager.newSubManager()) {
      NDArray logits =
          decoder.decode(
              weights, adaptation, cache, scope.create(tokens), scope.create(positions), scope.create(slots),
              scope.create(mask, new Shape(used, 1, length)));
      return logits.toFloatArray();
    }
  }

  private int paddedLength(int length) {
    int padded = Decoder.padded(length);
    int perKey = decoder.configuration().headSize() * decoder.configuration().headsPerKeyValueHead();
    while (padded * perKey < SMALL_PRODUCT) {
      padded += Decoder.TIME_STEP;
    }
    cache.reserve(padded);
    return padded;
  }

  /** Empties the running batch after a failure and returns the tags of its rows. */
  public List<T> abandon() {
    List<T> tags = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      rows.get(row).ifPresent(running -> tags.add(running.prompt().tag()));
      rows.set(row, Optional.empty());
      cache.clear(row);
    }
    active = 0;
    adaptedRows = 0;
    return tags;
  }

  @Override
  public void close() {
    promptReader.close();
    adapterSlots.close();
    cache.close();
    manager.close();
  }
}
