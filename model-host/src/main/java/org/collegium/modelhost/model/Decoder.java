package org.collegium.modelhost.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;

/**
 * The forward pass of a Llama- or Qwen3-style decoder: RMSNorm, rotary positions, grouped-query attention, SwiGLU.
 *
 * <h2>Three passes over one set of operations</h2>
 *
 * {@link #hidden} runs whole sequences and can be recorded for gradients; {@link #prefill} runs whole prompts and
 * keeps keys and values only; {@link #decode} runs one token a row against a {@link KeyValueCache}. All three share the
 * same blocks and one {@link Adaptation}.
 *
 * <h2>Traps of the engine that shape this code</h2>
 *
 * An array times, over or to the power of a Java number makes a temporary whose memory is freed before the backward
 * pass reads it: there is none here ({@code add} and {@code mean} with numbers are safe). A result belongs to the
 * manager of the left operand: the left operand is always an activation, never a weight, so all results belong to the
 * manager of {@code tokens}, which the caller closes.
 *
 * <h2>Bits</h2>
 *
 * A row's result does not depend on other rows as long as there are at least {@link #ROWS_MIN} of them, and not on
 * padding behind it as long as the padded length is a multiple of {@link #TIME_STEP}.
 */
public final class Decoder {
  /** Matrix kernels treat batches of 1 to 3 rows differently; 8 leaves a margin. */
  public static final int ROWS_MIN = 8;

  /** Vector kernels treat the end of a length that is no multiple of this differently. */
  public static final int TIME_STEP = 16;

  private final ModelConfiguration configuration;
  private final int positionsMax;
  private final RotaryTable rotary;
  private final BlockOperations operations;

  /**
   * Makes the constants of the forward pass; they belong to the manager.
   *
   * @param positionsMax longest sequence, at most what the model allows; tables are that long
   */
  public Decoder(ModelConfiguration configuration, int positionsMax, NDManager manager) {
    if (positionsMax < 1 || positionsMax > configuration.positionsMax()) {
      throw new IllegalArgumentException(
          "positions must be in [1, " + configuration.positionsMax() + "], was " + positionsMax);
    }
    this.configuration = configuration;
    this.positionsMax = positionsMax;
    // Padding rounds lengths up, so the tables do too.
    this.rotary = new RotaryTable(configuration, padded(positionsMax), manager);
    this.operations = new BlockOperations(configuration, rotary);
  }

  /** The shape of the model. */
  public ModelConfiguration configuration() {
    return configuration;
  }

  /** Longest sequence. */
  public int positionsMax() {
    return positionsMax;
  }

  /** The shortest padded length that holds so many positions. */
  public static int padded(int length) {
    return Math.ceilDiv(Math.max(1, length), TIME_STEP) * TIME_STEP;
  }

  /**
   * Logits of every position of whole sequences.
   *
   * @param tokens ids as 64-bit integers, {@code [rows, time]}
   * @return {@code [rows, time, vocabulary]}
   */
  public NDArray logits(FusedWeights weights, Adaptation adaptation, NDArray tokens) {
    return head(weights, hidden(weights, adaptation, tokens));
  }

  /**
   * Normalised last hidden states of whole sequences, {@code [rows, time, hidden]}; attention is causal, so padding
   * behind a sequence does not change it.
   *
   * @param tokens ids as 64-bit integers, {@code [rows, time]}
   */
  public NDArray hidden(FusedWeights weights, Adaptation adaptation, NDArray tokens) {
    long time = tokens.getShape().get(1);
    RotaryTable.Angles angles = rotary.upTo(time, tokens.getManager());
    NDArray mask = Attention.causalMask((int) time, tokens.getManager());
    NDArray state = embed(weights, tokens);
    for (int layer = 0; layer < configuration.layers(); layer++) {
      FusedWeights.Block block = weights.blocks().get(layer);
      NDArray attended =
          operations.attendWithin(operations.project(block, layer, adaptation, state, angles), mask);
      state = operations.finish(block, layer, adaptation, state, attended);
    }
    return operations.norm(state, weights.finalNorm());
  }

  /**
   * Logits at some places of whole sequences, for learning: behind the attention of the last block nothing else is
   * computed.
   *
   * @param tokens ids as 64-bit integers, {@code [rows, time]}
   * @param places indices in {@code [rows * time]}, of the same manager as {@code tokens}
   * @return {@code [places, vocabulary]}
   */
  public NDArray logitsAt(FusedWeights weights, Adaptation adaptation, NDArray tokens, NDArray places) {
    long time = tokens.getShape().get(1);
    RotaryTable.Angles angles = rotary.upTo(time, tokens.getManager());
    NDArray mask = Attention.causalMask((int) time, tokens.getManager());
    NDArray state = embed(weights, tokens);
    int last = configuration.layers() - 1;
    for (int layer = 0; layer <= last; layer++) {
      FusedWeights.Block block = weights.blocks().get(layer);
      NDArray attended = operations.attendWithin(operations.project(block, layer, adaptation, state, angles), mask);
      if (layer == last) {
        attended = KeyValueCache.pick(places, attended.reshape(-1, configuration.queryWidth()));
        state = KeyValueCache.pick(places, state.reshape(-1, configuration.hidden()));
      }
      state = operations.finish(block, layer, adaptation, state, attended);
    }
    return head(weights, operations.norm(state, weights.finalNorm()));
  }

  /**
   * As {@link #hidden}, for a thread that does not record gradients: frees what a layer leaves behind.
   *
   * @param tokens ids, {@code [rows, time]}, padded to a multiple of {@link #TIME_STEP}
   */
  public NDArray evaluate(FusedWeights weights, Adaptation adaptation, NDArray tokens) {
    long time = tokens.getShape().get(1);
    NDManager manager = tokens.getManager();
    RotaryTable.Angles angles = rotary.upTo(time, manager);
    NDArray mask = Attention.causalMask((int) time, manager);
    NDArray state = embed(weights, tokens);
    for (int layer = 0; layer < configuration.layers(); layer++) {
      try (NDManager scope = manager.newSubManager()) {
        state.attach(scope);
        FusedWeights.Block block = weights.blocks().get(layer);
        NDArray attended =
            operations.attendWithin(operations.project(block, layer, adaptation, state, angles), mask);
        state = operations.finish(block, layer, adaptation, state, attended);
        state.attach(manager);
      }
    }
    return operations.norm(state, weights.finalNorm());
  }

  /** Logits {@code [..., vocabulary]} of normalised hidden states {@code [..., hidden]}. */
  public NDArray head(FusedWeights weights, NDArray hidden) {
    return BlockOperations.linear(hidden, weights.head());
  }

  /**
   * Runs whole prompts and puts their keys and values into a cache. Nothing is computed that only logits would need.
   *
   * @param tokens ids, {@code [prompts, time]}, padded to a multiple of {@link #TIME_STEP}
   * @param sources for every slot to write, the index in {@code [prompts * time * keyValueHeads]} that it gets
   * @param slots the slots of the cache, as many as sources
   */
  public void prefill(
      FusedWeights weights,
      Adaptation adaptation,
      NDArray tokens,
      KeyValueCache cache,
      NDArray sources,
      NDArray slots) {
    long time = tokens.getShape().get(1);
    NDManager manager = tokens.getManager();
    RotaryTable.Angles angles = rotary.upTo(time, manager);
    NDArray mask = Attention.causalMask((int) time, manager);
    NDArray state = embed(weights, tokens);
    int last = configuration.layers() - 1;
    for (int layer = 0; layer <= last; layer++) {
      // A scope a layer: prompts are long, and what a layer leaves behind would be the larger part of all memory.
      try (NDManager scope = manager.newSubManager()) {
        state.attach(scope);
        FusedWeights.Block block = weights.blocks().get(layer);
        BlockOperations.Projected projected = operations.project(block, layer, adaptation, state, angles);
        NDArray keys = projected.keys().reshape(-1, configuration.headSize());
        NDArray values = projected.values().reshape(-1, configuration.headSize());
        cache.write(layer, slots, pick(scope, sources, keys), pick(scope, sources, values));
        if (layer < last) {
          state = operations.finish(block, layer, adaptation, state, operations.attendWithin(projected, mask));
          state.attach(manager);
        }
      }
    }
  }

  private static NDArray pick(NDManager scope, NDArray sources, NDArray table) {
    NDArray picked = KeyValueCache.pick(sources, table);
    picked.attach(scope);
    return picked;
  }

  /**
   * Runs one token a row.
   *
   * @param tokens ids, {@code [rows]}, for the first rows of the cache, at least {@link #ROWS_MIN}
   * @param positions of these tokens, {@code [rows]}
   * @param slots where each key head of each row goes, {@code [rows * keyValueHeads]}
   * @param mask 0 up to the row's position, minus infinity behind, {@code [rows, 1, length]}
   * @return logits {@code [rows, vocabulary]}
   */
  public NDArray decode(
      FusedWeights weights,
      Adaptation adaptation,
      KeyValueCache cache,
      NDArray tokens,
      NDArray positions,
      NDArray slots,
      NDArray mask) {
    NDManager manager = tokens.getManager();
    RotaryTable.Angles angles = rotary.at(positions);
    long rows = tokens.size();
    int length = (int) mask.getShape().get(2);
    long keyValueHeads = configuration.keyValueHeads();
    long group = configuration.headsPerKeyValueHead();
    NDArray state = embed(weights, tokens);
    for (int layer = 0; layer < configuration.layers(); layer++) {
      // A scope a layer: the next one then works in the same memory, which is still in the caches.
      try (NDManager scope = manager.newSubManager()) {
        state.attach(scope);
        FusedWeights.Block block = weights.blocks().get(layer);
        BlockOperations.Projected projected = operations.project(block, layer, adaptation, state, angles);
        NDArray keys = projected.keys().reshape(rows * keyValueHeads, configuration.headSize());
        NDArray values = projected.values().reshape(rows * keyValueHeads, configuration.headSize());
        cache.write(layer, slots, keys, values);
        NDArray attended =
            Attention.attend(
                projected.queries().reshape(rows * keyValueHeads, group, configuration.headSize()),
                cache.keys(layer, rows, length, scope),
                cache.values(layer, rows, length, scope),
                mask,
                rows, keyValueHeads * group, length);
        state = operations.finish(block, layer, adaptation, state, attended.reshape(rows, configuration.queryWidth()));
        state.attach(manager);
      }
    }
    return head(weights, operations.norm(state, weights.finalNorm()));
  }

  private NDArray embed(FusedWeights weights, NDArray tokens) {
    return Embedding.embedding(tokens, weights.embedding(), SparseFormat.DENSE).singletonOrThrow();
  }
}
