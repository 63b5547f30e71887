package org.collegium.modelhost.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterLayout;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.model.TestModels;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row whose numbers overflow ends alone, and what must never enter the batch is refused. */
class BrokenRowTest {
  private static final ModelConfiguration SHAPE = TestModels.embeddedLike();
  private static final Sampling SAMPLING = new Sampling(1, 1, 8, List.of(), 4);

  private NDManager manager;
  private Decoder decoder;
  private FusedWeights weights;

  @BeforeEach
  void open() {
    manager = NativeRuntime.open("cpu");
    NativeRuntime.inferenceOnly();
    NativeRuntime.setThreads(1);
    weights = DecoderWeights.random(SHAPE, 8, manager).fused(manager);
    decoder = new Decoder(SHAPE, 64, manager);
  }

  @AfterEach
  void close() {
    JniUtils.setGradMode(true);
    manager.close();
  }

  private static Adapter adapter(float everywhere) {
    AdapterLayout layout = new AdapterLayout(SHAPE, 8);
    float[] values = new float[layout.parameters()];
    Arrays.fill(values, everywhere);
    return new Adapter(layout, 2, values, new float[0], new float[0], 0, 0);
  }

  private static Prompt<Integer> prompt(int tag, List<Adapter> adapters) {
    return new Prompt<>(tag, Tokens.of(1, 2, 3, 4, 5), adapters, SAMPLING);
  }

  @Test
  void anOverflowingAdapterBreaksItsOwnRowAndNoOtherNorTheNextInItsPlace() {
    Adapter sound = adapter(1e-3f);
    List<Adapter> overflowing = List.of(adapter(1e15f));
    Map<Integer, Continuation<Integer>> results = new HashMap<>();
    try (GenerationEngine<Integer> engine = new GenerationEngine<>(decoder, weights, EngineLimits.of(8), manager)) {
      engine.admit(List.of(prompt(0, List.of(sound))));
      drain(engine, results);
      Continuation<Integer> alone = Objects.requireNonNull(results.remove(0));
      engine.admit(List.of(prompt(1, overflowing), prompt(0, List.of(sound)), prompt(2, overflowing)));
      drain(engine, results);
      assertThat(results.get(1)).isInstanceOf(Continuation.Broken.class);
      assertThat(results.get(2)).isInstanceOf(Continuation.Broken.class);
      assertThat(results.get(0)).isEqualTo(alone);
      List<Prompt<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(prompt(i, List.of(sound)));
      }
      engine.admit(all);
      drain(engine, results);
      Continuation.Finished<Integer> expected = (Continuation.Finished<Integer>) alone;
      assertThat(results.values()).hasSize(8).allSatisfy(result ->
          assertThat(result).isInstanceOfSatisfying(Continuation.Finished.class, finished ->
              assertThat(finished.logProbabilities()).isEqualTo(expected.logProbabilities())));
    }
  }

  private static void drain(GenerationEngine<Integer> engine, Map<Integer, Continuation<Integer>> results) {
    while (engine.rowsActive() > 0) {
      engine.step().forEach(over -> results.put(over.tag(), over));
    }
  }

  @Test
  void whatCanNeverBeServedIsRefusedBeforeItIsInTheBatch() {
    try (GenerationEngine<Integer> engine = new GenerationEngine<>(decoder, weights, EngineLimits.of(8), manager)) {
      Adapter large = Adapter.fresh(new AdapterLayout(SHAPE, 40), 2, 1);
      assertThatThrownBy(() -> engine.admit(List.of(prompt(0, List.of()), prompt(1, List.of(large)))))
          .hasMessageContaining("an adapter of rank 40 exceeds");
      Prompt<Integer> longOne = new Prompt<>(1, Tokens.of(new int[60]), List.of(), SAMPLING);
      assertThatThrownBy(() -> engine.admit(List.of(longOne))).hasMessageContaining("do not fit");
      assertThat(engine.rowsActive()).isZero();
    }
  }

  @Test
  void anAbandonedBatchTellsItsRowsAndIsEmpty() {
    try (GenerationEngine<Integer> engine = new GenerationEngine<>(decoder, weights, EngineLimits.of(8), manager)) {
      engine.admit(List.of(prompt(3, List.of()), prompt(4, List.of())));
      engine.step();
      assertThat(engine.abandon()).containsExactlyInAnyOrder(3, 4);
      assertThat(engine.rowsActive()).isZero();
      assertThat(engine.step()).isEmpty();
      assertThat(engine.rowsFree()).isEqualTo(8);
    }
  }
}
