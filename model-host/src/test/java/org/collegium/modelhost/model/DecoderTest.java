package org.collegium.modelhost.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
