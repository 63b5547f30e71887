package org.collegium.modelhost.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.PolicyObjective.Aggregation;
import org.collegium.modelhost.protocol.WorldObjective;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every path of a gradient against finite differences of the loss along random directions. */
class GradientTest {
  private static final int VOCABULARY = 23;
  private static final ModelConfiguration TINY =
      new ModelConfiguration(VOCABULARY, 16, 24, 2, 4, 2, 4, 64, 10_000, 1e-5, true, true);

  private NDManager manager;
  private Decoder decoder;
  private FusedWeights weights;
  private JointPass pass;
  private AdapterPair pair;

  @BeforeEach
  void open() {
    manager = NativeRuntime.open("cpu");
    NativeRuntime.setThreads(1);
    decoder = new Decoder(TINY, 64, manager);
    weights = DecoderWeights.random(TINY, 11, manager).fused(manager);
    pass = new JointPass(decoder, weights, manager);
    pair = RandomLessons.pair(TINY, 3, 2, 5);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void policyGradientWithClippingIsTheSlopeOfItsLoss() {
    assertSlope(policy(new PolicyObjective(0.2, 0.28, Aggregation.TOKEN_MEAN, false, 0, 0, 0, 0)), AdapterKind.POLICY);
    assertSlope(policy(new PolicyObjective(0.2, 0.2, Aggregation.SAMPLE_MEAN, false, 0, 0, 0, 0)), AdapterKind.POLICY);
  }

  @Test
  void gradientOfTheKullbackLeiblerEstimateIsTheSlopeOfItsLoss() {
    assertSlope(policy(new PolicyObjective(0.2, 0.28, Aggregation.TOKEN_MEAN, false, 0, 0, 2, 0)), AdapterKind.POLICY);
  }

  @Test
  void gradientOfTheEntropyBonusIsTheSlopeOfItsLoss() {
    assertSlope(policy(new PolicyObjective(0.2, 0.28, Aggregation.TOKEN_MEAN, false, 0, 0, 0, 3)), AdapterKind.POLICY);
  }

  @Test
  void worldGradientIsTheSlopeOfItsLoss() {
    assertSlope(world(0), AdapterKind.WORLD);
  }

  @Test
  void gradientOfTheAnchorIsTheSlopeOfItsLoss() {
    assertSlope(world(4), AdapterKind.WORLD);
  }

  @Test
  void gradientsAreRightWhileTheOtherAdapterTakesPart() {
    assertSlope(
        policy(new PolicyObjective(0.2, 0.28, Aggregation.TOKEN_MEAN, false, 0, 0, 0, 0)), AdapterKind.POLICY, true);
    assertSlope(world(1), AdapterKind.WORLD, true);
  }

  @Test
  void gradientsDoNotChangeWhenGarbageIsCollected() {
    Lesson lesson = policy(new PolicyObjective(0.2, 0.28, Aggregation.TOKEN_MEAN, false, 0, 0, 1, 1));
    Adapter moving = pair.policy();
    float[] first = outcome(lesson, moving.weights(), moving, List.of(pair.world())).gradient();
    for (int i = 0; i < 20; i++) {
      System.gc();
      byte[][] litter = new byte[64][1 << 14];
      assertThat(litter).hasDimensions(64, 1 << 14);
      assertThat(outcome(lesson, moving.weights(), moving, List.of(pair.world())).gradient()).containsExactly(first);
    }
  }

  @Test
  void aStepCutIntoPassesHasTheGradientOfTheWholeStep() {
    Lesson lesson = world(2);
    int rows = lesson.rowsPerStep();
    Adapter moving = pair.world();
    float[] whole = outcome(lesson, moving.weights(), moving, List.of()).gradient();
    RowShape all = RowShape.of(lesson.allRows(), rows);
    RowShape part = new RowShape(3, all.time(), all.counted());
    assertThat(part.passes(rows)).isEqualTo(3);
    float[] sum = new float[whole.length];
    for (int from = 0; from < rows; from += 3) {
      PassShare share =
          new PassShare(
              moving.weights(), moving.scale(), List.of(), lesson.step(0), from, Math.min(rows, from + 3));
      float[] next =
          pass.run(new LessonForm(moving.layout(), List.of(), part, 3), List.of(share)).getFirst().gradient();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += next[i];
      }
    }
    assertThat(sum).containsExactly(whole, within((float) (1e-4 * AdapterAdamW.norm(whole))));
  }

  @Test
  void aLargeStepIsCutSoThatMemoryIsBounded() {
    Lesson lesson = world(0);
    LearnRow row = lesson.allRows().getFirst();
    RowShape shape = RowShape.of(Collections.nCopies(1000, row), 1000);
    assertThat(shape.tokens()).isLessThanOrEqualTo(4096);
    assertThat(shape.passes(1000) * shape.rows()).isBetween(1000, 1010);
  }

  private Lesson policy(PolicyObjective objective) {
    return PolicyLesson.of(
        RandomLessons.policy(VOCABULARY, 7, ActiveAdapters.POLICY, objective, 1),
        new DecoderBase(decoder, weights, manager));
  }

  private Lesson world(double anchorWeight) {
    return WorldLesson.of(
        RandomLessons.world(
            VOCABULARY, 9, ActiveAdapters.WORLD, new WorldObjective(6, 1, 0, anchorWeight), RandomLessons.ADAMW),
        new DecoderBase(decoder, weights, manager),
        VOCABULARY);
  }

  private void assertSlope(Lesson lesson, AdapterKind kind) {
    assertSlope(lesson, kind, false);
  }

  private void assertSlope(Lesson lesson, AdapterKind kind, boolean both) {
    Adapter moving = pair.of(kind);
    List<Adapter> resting = both ? List.of(kind == AdapterKind.POLICY ? pair.world() : pair.policy()) : List.of();
    float[] gradient = outcome(lesson, moving.weights(), moving, resting).gradient();
    SplittableRandom random = new SplittableRandom(3);
    for (int direction = 0; direction < 6; direction++) {
      // One half of the directions moves only A, the other only B, so that neither path can hide behind the other.
      boolean movesA = direction % 2 == 0;
      float[] step = new float[gradient.length];
      moving.layout().pairs().forEach(matrices -> {
        int from = movesA ? matrices.offsetA() : matrices.offsetB();
        int length = moving.rank() * (movesA ? matrices.in() : matrices.out());
        for (int i = from; i < from + length; i++) {
          step[i] = (float) random.nextGaussian();
        }
      });
      double norm = AdapterAdamW.norm(step);
      double slope = 0;
      for (int i = 0; i < step.length; i++) {
        step[i] = (float) (step[i] / norm);
        slope += (double) gradient[i] * step[i];
      }
      double delta = 0.02;
      double measured =
          (loss(lesson, moving, resting, step, delta) - loss(lesson, moving, resting, step, -delta)) / (2 * delta);
      double scale = AdapterAdamW.norm(gradient) / Math.sqrt(gradient.length);
      assertThat(slope).as("direction %d of seed 3", direction).isCloseTo(measured, within(0.05 * scale + 2e-4));
    }
    assertThat(AdapterAdamW.norm(gradient)).isGreaterThan(1e-3);
  }

  private double loss(Lesson lesson, Adapter moving, List<Adapter> resting, float[] step, double size) {
    float[] moved = moving.weights().clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (moved[i] + size * step[i]);
    }
    StepFigures figures = outcome(lesson, moved, moving, resting).figures();
    return figures.loss() + figures.anchorLoss();
  }

  private PassOutcome outcome(Lesson lesson, float[] values, Adapter moving, List<Adapter> resting) {
    RowShape shape = RowShape.of(lesson.allRows(), lesson.rowsPerStep());
    LessonForm form =
        new LessonForm(moving.layout(), resting.stream().map(Adapter::layout).toList(), shape, 1);
    PassShare share =
        new PassShare(values, moving.scale(), resting, lesson.step(0), 0, lesson.rowsPerStep());
    return pass.run(form, List.of(share)).getFirst();
  }
}
