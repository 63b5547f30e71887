package org.collegium.modelhost.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradients of all weights are right, and stay right when garbage is collected before the backward pass. */
class DecoderGradientTest {
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
      float[][] again = gradients(decoder, weights, DecoderGradientTest::collectGarbage);
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
}
