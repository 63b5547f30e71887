package org.collegium.modelhost.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterFolder;
import org.collegium.modelhost.adapter.AdapterSlots;
import org.collegium.modelhost.adapter.ChunkRows;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.oracle.Oracle;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.telemetry.HostMeter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the known answers of stories260k: base, adapter a, adapter b, and rows of all three in one batch. */
class OracleGenerationTest {
  private NDManager manager;
  private Decoder decoder;
  private FusedWeights weights;
  private final Map<String, List<Adapter>> adapters = new HashMap<>();

  @BeforeEach
  void open() {
    var folder = Oracle.folder();
    manager = NativeRuntime.open("cpu");
    NativeRuntime.inferenceOnly();
    NativeRuntime.setThreads(1);
    weights = DecoderWeights.load(folder.resolve("model"), manager).fused(manager);
    decoder = new Decoder(weights.configuration(), 512, manager);
    adapters.put("base", List.of());
    for (String name : List.of("adapter-a", "adapter-b")) {
      adapters.put(name, List.of(AdapterFolder.read(folder.resolve(name), weights.configuration())));
    }
  }

  @AfterEach
  void close() {
    JniUtils.setGradMode(true);
    manager.close();
  }

  private List<Adapter> adapters(String name) {
    return Objects.requireNonNull(adapters.get(name));
  }

  private static int[] expected(String name, int length) {
    JsonNode ids =
        name.equals("base")
            ? Oracle.expected("greedy.json").path("greedy").path("ids")
            : Oracle.expected("adapter_greedy.json").path(name).path("ids");
    return Arrays.copyOf(Oracle.integers(ids), length);
  }

  private Prompt<Integer> greedy(int tag, String name, int length) {
    return new Prompt<>(tag, Tokens.of(1), adapters(name), new Sampling(0, 1, length, List.of(), 0));
  }

  @Test
  void theBaseWritesTheKnownTwoHundredTokens() {
    try (GenerationEngine<Integer> engine = new GenerationEngine<>(decoder, weights, EngineLimits.of(8), manager)) {
      engine.admit(List.of(greedy(0, "base", 200)));
      assertThat(drain(engine).get(0)).isEqualTo(Tokens.of(expected("base", 200)));
    }
  }

  @Test
  void rowsOfBaseAndTwoAdaptersWriteTheirKnownTextsInAnyOrderWhileOthersComeAndGo() {
    List<String> names = List.of("base", "adapter-a", "adapter-b");
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Map<Integer, Tokens> results = new HashMap<>();
      Map<Integer, Tokens> wanted = new HashMap<>();
      try (GenerationEngine<Integer> engine = new GenerationEngine<>(decoder, weights, EngineLimits.of(16), manager)) {
        int tag = 0;
        while (tag < 30 || engine.rowsActive() > 0) {
          List<Prompt<Integer>> joining = new ArrayList<>();
          for (int i = random.nextInt(5); i > 0 && tag < 30 && engine.rowsActive() + joining.size() < 16; i--) {
            String name = names.get(random.nextInt(3));
            int length = 1 + random.nextInt(60);
            int known = random.nextInt(20);
            int[] ids = new int[known + 1];
            ids[0] = 1;
            System.arraycopy(expected(name, 60), 0, ids, 1, known);
            int end = Math.min(60, known + length);
            if (end > known) {
              joining.add(
                  new Prompt<>(
                      tag, Tokens.of(ids), adapters(name), new Sampling(0, 1, end - known, List.of(), 0)));
              wanted.put(tag, Tokens.of(expected(name, 60)).slice(known, end));
              tag++;
            }
          }
          engine.admit(joining);
          for (int steps = 1 + random.nextInt(15); steps > 0; steps--) {
            collect(engine.step(), results);
          }
        }
      }
      assertThat(results).as("seed " + seed).isEqualTo(wanted);
    }
  }

  @Test
  void adaptersGiveTheKnownLogitsAndLikelihoods() {
    JsonNode text = Oracle.expected("greedy.json").path("nll");
    Tokens ids = Tokens.of(Oracle.integers(text.path("ids_with_bos")));
    try (Scorer scorer = new Scorer(decoder, weights, EngineLimits.of(8), manager);
        AdapterSlots slots =
            new AdapterSlots(weights.configuration(), ChunkRows.SEQUENCES, 32, manager, HostMeter.SILENT)) {
      for (String name : List.of("adapter-a", "adapter-b")) {
        JsonNode expected = Oracle.expected("adapter_greedy.json").path(name);
        Scorer.Scores scores = scorer.score(List.of(new Scorer.Sequence(ids, 1, adapters(name)))).getFirst();
        double sum = 0;
        for (int i = 0; i < scores.logProbabilities().length(); i++) {
          sum -= scores.logProbabilities().at(i);
        }
        assertThat(sum / (ids.length() - 1)).isCloseTo(expected.path("nll_mean").asDouble(), within(1e-5));
        long[] prefix =
            Arrays.stream(Oracle.integers(expected.path("after_prefix").path("prefix_ids"))).asLongStream().toArray();
        NDArray tokens = manager.create(prefix, new Shape(1, prefix.length));
        float[] logits = decoder.logits(weights, slots.fill(List.of(adapters(name))), tokens).toFloatArray();
        assertThat(Arrays.copyOfRange(logits, logits.length - 512, logits.length))
            .containsExactly(Oracle.reals(expected.path("after_prefix").path("logits")), within(1e-4f));
      }
      Scorer.Scores base = scorer.score(List.of(new Scorer.Sequence(ids, 1, List.of()))).getFirst();
      for (int i = 0; i < base.logProbabilities().length(); i++) {
        assertThat(-base.logProbabilities().at(i)).isCloseTo(
            (float) text.path("per_token").get(i).asDouble(), within(1e-4f));
      }
    }
  }

  private static Map<Integer, Tokens> drain(GenerationEngine<Integer> engine) {
    Map<Integer, Tokens> results = new HashMap<>();
    while (engine.rowsActive() > 0) {
      collect(engine.step(), results);
    }
    return results;
  }

  private static void collect(List<Continuation<Integer>> over, Map<Integer, Tokens> results) {
    for (Continuation<Integer> continuation : over) {
      switch (continuation) {
        case Continuation.Finished<Integer> finished -> results.put(finished.tag(), finished.tokens());
        case Continuation.Broken<Integer> broken -> throw new AssertionError(broken.problem());
      }
    }
  }
}
