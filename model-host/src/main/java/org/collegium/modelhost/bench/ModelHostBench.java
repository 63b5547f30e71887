package org.collegium.modelhost.bench;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterLayout;
import org.collegium.modelhost.adapter.Derivation;
import org.collegium.modelhost.inference.EngineLimits;
import org.collegium.modelhost.inference.GenerationEngine;
import org.collegium.modelhost.inference.Prompt;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Tokens;

/**
 * Speed of the running batch: the base alone against batches with many adapters.
 *
 * <p>All kinds of batch take turns of a few steps, so that a machine that is busy with something else slows all of them
 * down. Weights are random, which changes nothing about the speed.
 */
public final class ModelHostBench {
  private static final int PROMPT_TOKENS = 40;
  private static final int WARM_UP_STEPS = 3;

  /** Until Java's compiler has made of its loops what it can. */
  private static final int WARM_UP_ROUNDS = 10;

  /** Steps of one kind before the next one has its turn; the first of them finds the caches cold and is not counted. */
  private static final int TURN_STEPS = 6;

  private final ModelConfiguration shape;
  private final int rows;
  private final int rank;
  private final int threads;

  /** One kind of batch. */
  private record Kind(String name, int adapters) {}

  /**
   * A bench.
   *
   * @param rows of the batch, a multiple of 8
   * @param rank of each adapter
   * @param threads that share one native operation
   */
  public ModelHostBench(ModelConfiguration shape, int rows, int rank, int threads) {
    this.shape = shape;
    this.rows = rows;
    this.rank = rank;
    this.threads = threads;
  }

  /** The shape of the embedded base: 0.77 million parameters. */
  public static ModelConfiguration embeddedShape() {
    return new ModelConfiguration(112, 128, 320, 4, 4, 4, 32, 256, 10000, 1e-6, true, true);
  }

  /**
   * Measures the base alone, {@code rows / 8} adapters with 8 rows each, and one adapter a row, near a context of 64
   * tokens.
   *
   * @param rounds that every kind takes part in; medians over all their steps are reported
   * @param steps of one kind in one round, at least 2
   */
  public List<Throughput> decoding(int rounds, int steps) {
    if (rounds < 1 || steps < 2) {
      throw new IllegalArgumentException(rounds + " rounds of " + steps + " steps: one of two steps is the least");
    }
    List<Kind> kinds =
        List.of(
            new Kind("base alone", 0),
            new Kind(rows / 8 + " adapters x 8 rows", rows / 8),
            new Kind(rows + " adapters x 1 row", rows));
    List<List<Double>> seconds = new ArrayList<>();
    kinds.forEach(_ -> seconds.add(new ArrayList<>()));
    NativeRuntime.setThreads(threads);
    NativeRuntime.inferenceOnly();
    try (NDManager manager = NativeRuntime.open("cpu")) {
      FusedWeights weights = DecoderWeights.random(shape, 1, manager).fused(manager);
      Decoder decoder = new Decoder(shape, PROMPT_TOKENS + WARM_UP_STEPS + steps, manager);
      List<Adapter> adapters = adapters(rows);
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        List<List<Double>> taken = seconds(decoder, weights, adapters, kinds, steps, manager);
        for (int kind = 0; kind < kinds.size() && round >= 0; kind++) {
          seconds.get(kind).addAll(taken.get(kind));
        }
      }
    }
    double base = median(seconds.getFirst());
    List<Throughput> results = new ArrayList<>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      int distinct = kinds.get(kind).adapters();
      double median = median(seconds.get(kind));
      results.add(
          new Throughput(
              kinds.get(kind).name(), distinct, distinct == 0 ? rows : rows / distinct, rows / median, base / median));
    }
    return results;
  }

  /** Time of each step of each kind. */
  private List<List<Double>> seconds(
      Decoder decoder, FusedWeights weights, List<Adapter> adapters, List<Kind> kinds, int steps, NDManager manager) {
    try (NDManager round = manager.newSubManager()) {
      List<GenerationEngine<Integer>> engines =
          kinds.stream().map(kind -> started(decoder, weights, adapters, kind.adapters(), steps, round)).toList();
      List<List<Double>> seconds = new ArrayList<>();
      engines.forEach(_ -> seconds.add(new ArrayList<>()));
      for (int from = 0; from < steps; from += TURN_STEPS) {
        for (int kind = 0; kind < kinds.size(); kind++) {
          seconds.get(kind).addAll(turn(engines.get(kind), Math.min(TURN_STEPS, steps - from)));
        }
      }
      engines.forEach(GenerationEngine::close);
      return seconds;
    }
  }

  private static List<Double> turn(GenerationEngine<Integer> engine, int steps) {
    engine.step();
    List<Double> seconds = new ArrayList<>();
    for (int step = 1; step < steps; step++) {
      long beganNs = System.nanoTime();
      engine.step();
      seconds.add((System.nanoTime() - beganNs) / 1e9);
    }
    return seconds;
  }

  private GenerationEngine<Integer> started(
      Decoder decoder, FusedWeights weights, List<Adapter> adapters, int distinct, int steps, NDManager manager) {
    GenerationEngine<Integer> engine = new GenerationEngine<>(decoder, weights, EngineLimits.of(rows), manager);
    SplittableRandom random = new SplittableRandom(7);
    List<Prompt<Integer>> prompts = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Adapter> own = distinct == 0 ? List.of() : List.of(adapters.get(row * distinct / rows));
      prompts.add(prompt(row, own, WARM_UP_STEPS + steps, random));
    }
    engine.admit(prompts);
    for (int step = 0; step < WARM_UP_STEPS; step++) {
      engine.step();
    }
    return engine;
  }

  private Prompt<Integer> prompt(int tag, List<Adapter> adapters, int tokensMax, SplittableRandom random) {
    int[] ids = random.ints(PROMPT_TOKENS, 0, shape.vocabulary()).toArray();
    return new Prompt<>(tag, Tokens.of(ids), adapters, new Sampling(1, 1, tokensMax, List.of(), tag));
  }

  private List<Adapter> adapters(int count) {
    Adapter one = Adapter.fresh(new AdapterLayout(shape, rank), 2, 1);
    List<Adapter> adapters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      adapters.add(Derivation.mutate(one, 0.5, i));
    }
    return adapters;
  }

  /**
   * Measures short requests that all wait at the beginning: 40 prompt tokens, 4 to 10 drawn, groups of rollouts of one
   * prompt.
   *
   * @param requests to serve
   * @param agents whose adapters they use, in turn
   * @param rollouts of one prompt
   */
  public RequestRate requests(int requests, int agents, int rollouts) {
    NativeRuntime.setThreads(threads);
    NativeRuntime.inferenceOnly();
    try (NDManager manager = NativeRuntime.open("cpu")) {
      FusedWeights weights = DecoderWeights.random(shape, 1, manager).fused(manager);
      Decoder decoder = new Decoder(shape, PROMPT_TOKENS + 10, manager);
      List<Adapter> adapters = adapters(agents);
      serve(decoder, weights, prompts(Math.min(requests, rows), rollouts, adapters), manager);
      long beganNs = System.nanoTime();
      long tokens = serve(decoder, weights, prompts(requests, rollouts, adapters), manager);
      double seconds = (System.nanoTime() - beganNs) / 1e9;
      return new RequestRate(requests, rows, requests / seconds, tokens / seconds);
    }
  }

  private List<Prompt<Integer>> prompts(int requests, int rollouts, List<Adapter> adapters) {
    SplittableRandom random = new SplittableRandom(3);
    List<Prompt<Integer>> prompts = new ArrayList<>();
    while (prompts.size() < requests) {
      List<Adapter> own = List.of(adapters.get(prompts.size() / rollouts % adapters.size()));
      Prompt<Integer> first = prompt(prompts.size(), own, 1, random);
      for (int i = 0; i < rollouts && prompts.size() < requests; i++) {
        Sampling sampling = new Sampling(1, 1, 4 + random.nextInt(7), List.of(), random.nextLong());
        prompts.add(new Prompt<>(prompts.size(), first.tokens(), own, sampling));
      }
    }
    return prompts;
  }

  private long serve(Decoder decoder, FusedWeights weights, List<Prompt<Integer>> prompts, NDManager manager) {
    try (GenerationEngine<Integer> engine = new GenerationEngine<>(decoder, weights, EngineLimits.of(rows), manager)) {
      int next = 0;
      long tokens = 0;
      while (next < prompts.size() || engine.rowsActive() > 0) {
        int joining = Math.min(engine.rowsFree(), prompts.size() - next);
        if (joining > 0) {
          engine.admit(prompts.subList(next, next + joining));
          next += joining;
        }
        tokens += engine.rowsActive();
        engine.step();
      }
      return tokens;
    }
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
