package org.collegium.modelhost.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.collegium.modelhost.oracle.Oracle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {
  private NDManager manager;

  static Stream<ModelConfiguration> shapes() {
    return Stream.of(TestModels.embeddedLike(), TestModels.grouped());
  }

  @BeforeEach
  void open() {
    manager = NativeRuntime.open("cpu");
    JniUtils.setGradMode(false);
    NativeRuntime.setThreads(1);
  }

  @AfterEach
  void close() {
    JniUtils.setGradMode(true);
    manager.close();
  }

  @Test
  void logitsAfterTheKnownPrefixAreRight() {
    DecoderWeights weights = DecoderWeights.load(Oracle.folder().resolve("model"), manager);
    Decoder decoder = new Decoder(weights.configuration(), 512, manager);
    JsonNode expected = Oracle.expected("greedy.json").path("after_prefix");
    float[] last = lastLogits(decoder, weights.fused(manager), Oracle.integers(expected.path("prefix_ids")));
    assertThat(last).hasSize(512);
    assertThat(last).containsExactly(Oracle.reals(expected.path("logits")), within(1e-4f));
  }

  @Test
  void negativeLogLikelihoodOfTheKnownTextIsRight() {
    DecoderWeights weights = DecoderWeights.load(Oracle.folder().resolve("model"), manager);
    Decoder decoder = new Decoder(weights.configuration(), 512, manager);
    JsonNode expected = Oracle.expected("greedy.json").path("nll");
    int[] ids = Oracle.integers(expected.path("ids_with_bos"));
    NDArray tokens = manager.create(Arrays.stream(ids).asLongStream().toArray(), new Shape(1, ids.length));
    float[] logProbabilities =
        decoder.logits(weights.fused(manager), Adaptation.NONE, tokens).logSoftmax(-1).toFloatArray();
    double sum = 0;
    for (int i = 1; i < ids.length; i++) {
      double one = -logProbabilities[(i - 1) * 512 + ids[i]];
      assertThat(one).isCloseTo(expected.path("per_token").get(i - 1).asDouble(), within(1e-4));
      sum += one;
    }
    assertThat(sum / (ids.length - 1)).isCloseTo(expected.path("mean").asDouble(), within(1e-5));
  }

  private float[] lastLogits(Decoder decoder, FusedWeights weights, int[] ids) {
    NDArray tokens = manager.create(Arrays.stream(ids).asLongStream().toArray(), new Shape(1, ids.length));
    float[] all = decoder.logits(weights, Adaptation.NONE, tokens).toFloatArray();
    return Arrays.copyOfRange(all, all.length - decoder.configuration().vocabulary(), all.length);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void decodingWithACacheGivesTheLogitsOfTheFullPass(ModelConfiguration shape) {
    FusedWeights weights = DecoderWeights.random(shape, 5, manager).fused(manager);
    Decoder decoder = new Decoder(shape, 128, manager);
    int rows = 8;
    int time = 40;
    NDArray tokens = TestModels.tokens(shape, rows, time, 17, manager);
    long[] ids = tokens.toLongArray();
    float[] full = decoder.logits(weights, Adaptation.NONE, tokens).toFloatArray();
    float[] stepwise = new float[full.length];
    int prompt = 21;
    try (KeyValueCache cache = new KeyValueCache(shape, rows, 32, manager)) {
      prefill(decoder, weights, cache, ids, rows, time, prompt);
      for (int position = prompt; position < time; position++) {
        if (position == 32) {
          cache.reserve(48);
        }
        float[] logits = decode(decoder, weights, cache, ids, rows, time, position);
        for (int row = 0; row < rows; row++) {
          int width = shape.vocabulary();
          System.arraycopy(logits, row * width, stepwise, (row * time + position) * width, width);
          assertThat(Arrays.copyOfRange(logits, row * width, (row + 1) * width))
              .as("row " + row + " position " + position)
              .containsExactly(
                  Arrays.copyOfRange(full, (row * time + position) * width, (row * time + position + 1) * width),
                  within(2e-4f));
        }
      }
    }
  }

  private void prefill(
      Decoder decoder, FusedWeights weights, KeyValueCache cache, long[] ids, int rows, int time, int prompt) {
    int heads = decoder.configuration().keyValueHeads();
    int padded = Decoder.padded(prompt);
    long[] some = new long[rows * padded];
    List<Long> sources = new ArrayList<>();
    List<Long> slots = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int position = 0; position < prompt; position++) {
        some[row * padded + position] = ids[row * time + position];
        for (int head = 0; head < heads; head++) {
          sources.add(((long) row * padded + position) * heads + head);
          slots.add(cache.slot(row, head, position));
        }
      }
    }
    decoder.prefill(
        weights, Adaptation.NONE, manager.create(some, new Shape(rows, padded)), cache, longs(sources), longs(slots));
  }

  private NDArray longs(List<Long> values) {
    return manager.create(values.stream().mapToLong(Long::longValue).toArray());
  }

  private float[] decode(
      Decoder decoder, FusedWeights weights, KeyValueCache cache, long[] ids, int rows, int time, int position) {
    int heads = decoder.configuration().keyValueHeads();
    long[] tokens = new long[rows];
    long[] positions = new long[rows];
    List<Long> slots = new ArrayList<>();
    int length = Decoder.padded(position + 1);
    float[] mask = new float[rows * length];
    for (int row = 0; row < rows; row++) {
      tokens[row] = ids[row * time + position];
      positions[row] = position;
      Arrays.fill(mask, row * length + position + 1, (row + 1) * length, Float.NEGATIVE_INFINITY);
      for (int head = 0; head < heads; head++) {
        slots.add(cache.slot(row, head, position));
      }
    }
    return decoder
        .decode(
            weights, Adaptation.NONE, cache, manager.create(tokens), manager.create(positions), longs(slots),
            manager.create(mask, new Shape(rows, 1, length)))
        .toFloatArray();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void gradientsOfAllWeightsAgreeWithFiniteDifferences(ModelConfiguration shape) {
    DecoderWeights weights = DecoderWeights.random(shape, 3, manager);
    Decoder decoder = new Decoder(shape, 64, manager);
    NDArray tokens = TestModels.tokens(shape, 3, 9, 4, manager);
    JniUtils.setGradMode(true);
    weights.arrays().values().forEach(array -> array.setRequiresGradient(true));
    try (NDManager step = manager.newSubManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      tokens.attach(step);
      collector.backward(weightedLoss(decoder, weights.fused(step), tokens));
      tokens.attach(manager);
    }
    JniUtils.setGradMode(false);
    SplittableRandom random = new SplittableRandom(9);
    weights.arrays().forEach((name, array) -> {
      float[] gradient = array.getGradient().toFloatArray();
      float[] values = array.toFloatArray();
      float[] direction = direction(values, gradient, random);
      double along = 0;
      for (int i = 0; i < direction.length; i++) {
        along += direction[i] * gradient[i];
      }
      double difference =
          (loss(decoder, weights, tokens, array, values, direction, 1)
              - loss(decoder, weights, tokens, array, values, direction, -1)) / 2;
      assertThat(along).as(name).isCloseTo(difference, within(1e-2 * Math.abs(difference) + 5e-5));
      loss(decoder, weights, tokens, array, values, direction, 0);
    });
  }

  /** Short against the weights: half of it random, half of it along the gradient so that there is a signal. */
  private static float[] direction(float[] values, float[] gradient, SplittableRandom random) {
    double step = 5e-3 * length(values);
    double slope = length(gradient);
    float[] direction = new float[values.length];
    for (int i = 0; i < direction.length; i++) {
      double noise = random.nextGaussian() / Math.sqrt(direction.length);
      direction[i] = (float) (step * (noise + gradient[i] / slope));
    }
    return direction;
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /** A sum of all log-probabilities with fixed random weights, so that no gradient is zero by symmetry. */
  private static NDArray weightedLoss(Decoder decoder, FusedWeights weights, NDArray tokens) {
    NDArray logProbabilities = decoder.logits(weights, Adaptation.NONE, tokens).logSoftmax(-1);
    SplittableRandom random = new SplittableRandom(31);
    float[] factors = new float[(int) logProbabilities.size()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) random.nextDouble(-1, 1) / 8;
    }
    NDArray constant = logProbabilities.getManager().create(factors, logProbabilities.getShape());
    return logProbabilities.mul(constant).sum();
  }

  private double loss(
      Decoder decoder, DecoderWeights weights, NDArray tokens, NDArray array, float[] values, float[] direction,
      int sign) {
    float[] moved = values.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += sign * direction[i];
    }
    array.set(java.nio.FloatBuffer.wrap(moved));
    try (NDManager step = manager.newSubManager()) {
      tokens.attach(step);
      double loss = weightedLoss(decoder, weights.fused(step), tokens).getFloat();
      tokens.attach(manager);
      return loss;
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void gradientsSurviveAGarbageCollectionBeforeTheBackwardPass(ModelConfiguration shape) {
    DecoderWeights weights = DecoderWeights.random(shape, 3, manager);
    Decoder decoder = new Decoder(shape, 64, manager);
    JniUtils.setGradMode(true);
    weights.arrays().values().forEach(array -> array.setRequiresGradient(true));
    float[][] first = gradients(decoder, weights, () -> { });
    for (int attempt = 0; attempt < 3; attempt++) {
      float[][] again = gradients(decoder, weights, DecoderTest::collectGarbage);
      assertThat(again).as("attempt " + attempt).isDeepEqualTo(first);
    }
  }

  /** Frees what nobody holds and overwrites it. */
  private static void collectGarbage() {
    System.gc();
    List<java.nio.ByteBuffer> rubbish = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocateDirect(4 + i % 512);
      while (buffer.hasRemaining()) {
        buffer.put((byte) 0x7f);
      }
      rubbish.add(buffer);
    }
    assertThat(rubbish).hasSize(2000);
  }

  private float[][] gradients(Decoder decoder, DecoderWeights weights, Runnable beforeBackward) {
    try (NDManager step = manager.newSubManager();
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      weights.arrays().values().forEach(array -> {
        if (array.hasGradient()) {
          JniUtils.zeroGrad((ai.djl.pytorch.engine.PtNDArray) array);
        }
      });
      NDArray tokens = TestModels.tokens(decoder.configuration(), 4, 16, 4, step);
      NDArray loss = decoder.logits(weights.fused(step), Adaptation.NONE, tokens).logSoftmax(-1).mean();
      beforeBackward.run();
      collector.backward(loss);
      return weights.arrays().values().stream()
          .map(array -> array.getGradient().toFloatArray())
          .toArray(float[][]::new);
    }
  }

  @Test
  void aSequenceLongerThanTheModelAllowsIsRefused() {
    assertThatThrownBy(() -> new Decoder(TestModels.embeddedLike(), 257, manager))
        .hasMessage("positions must be in [1, 256], was 257");
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void logitsAtSomePlacesAreThoseOfAllPlaces(ModelConfiguration configuration) {
    FusedWeights weights = DecoderWeights.random(configuration, 3, manager).fused(manager);
    Decoder decoder = new Decoder(configuration, 64, manager);
    NDArray tokens = TestModels.tokens(configuration, 4, 24, 5, manager);
    float[] all = decoder.logits(weights, Adaptation.NONE, tokens).toFloatArray();
    long[] places = {0, 23, 30, 95};
    float[] some = decoder.logitsAt(weights, Adaptation.NONE, tokens, manager.create(places)).toFloatArray();
    int vocabulary = configuration.vocabulary();
    assertThat(some).hasSize(places.length * vocabulary);
    for (int i = 0; i < some.length; i++) {
      int at = (int) places[i / vocabulary] * vocabulary + i % vocabulary;
      assertThat(some[i]).isCloseTo(all[at], within(1e-5f));
    }
  }
}
