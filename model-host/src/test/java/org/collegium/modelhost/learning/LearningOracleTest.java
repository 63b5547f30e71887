package org.collegium.modelhost.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterFolder;
import org.collegium.modelhost.adapter.AdapterLayout;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.oracle.Oracle;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostRequest.LearnPolicy;
import org.collegium.modelhost.protocol.HostRequest.LearnWorld;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.PolicyObjective.Aggregation;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Rollout;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.collegium.modelhost.protocol.WorldObjective;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Losses, gradients and optimizer steps against a float64 reference. */
class LearningOracleTest {
  private static final OptimizerSettings ADAMW = new OptimizerSettings(1e-2, 0.9, 0.99, 1e-8, 0.1, 1.0);

  private NDManager manager;
  private DecoderWeights weights;
  private Decoder decoder;
  private JsonNode expected;

  @BeforeEach
  void open() {
    manager = NativeRuntime.open("cpu");
    NativeRuntime.setThreads(1);
    weights = DecoderWeights.load(Oracle.folder().resolve("model"), manager);
    decoder = new Decoder(weights.configuration(), 512, manager);
    expected = Oracle.expected("learning.json");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void lossAndGradientsOfMaskedPredictionAreRight() {
    Adapter adapter = adapter("a");
    WorldLesson lesson = WorldLesson.of(maskedNll(1), noBase(), 512);
    PassOutcome outcome = run(lesson, adapter);
    assertThat(outcome.figures().loss()).isCloseTo(expected.at("/masked_nll/loss").asDouble(), within(1e-5));
    assertGradients(outcome, adapter, expected.at("/masked_nll"));
  }

  @Test
  void twoStepsOfAdamWAreRight() {
    Adapter adapter = adapter("a");
    Learner learner = new Learner(decoder, weights.fused(manager), manager);
    learner.add(maskedNll(2), new AdapterPair(adapter("b"), adapter));
    LearnResult.Moved moved = (LearnResult.Moved) learner.finish().getFirst();
    JsonNode steps = expected.at("/adamw/steps");
    assertThat(moved.figures().steps()).isEqualTo(2);
    assertThat(moved.figures().firstLoss()).isCloseTo(steps.get(0).path("loss_before").asDouble(), within(1e-5));
    assertThat(moved.figures().loss()).isCloseTo(steps.get(1).path("loss_before").asDouble(), within(1e-4));
    JsonNode parameters = steps.get(1).path("params");
    assertThat(parameters.size()).isPositive();
    for (Map.Entry<String, JsonNode> entry : parameters.properties()) {
      float[] values = part(adapter.layout(), moved.adapter().weights(), entry.getKey());
      assertThat(AdapterAdamW.norm(values))
          .as(entry.getKey())
          .isCloseTo(entry.getValue().path("norm").asDouble(), within(1e-3));
      for (int i = 0; i < 3; i++) {
        assertThat((double) values[i])
            .as(entry.getKey())
            .isCloseTo(entry.getValue().path("first3").get(i).asDouble(), within(1e-4));
      }
    }
  }

  @Test
  void lossAndGradientsOfDapoAreRight() {
    assertPolicy("dapo", PolicyObjective.dapo(0, 0));
  }

  @Test
  void lossAndGradientsOfGrpoAreRight() {
    assertPolicy("grpo", PolicyObjective.grpo());
  }

  private void assertPolicy(String name, PolicyObjective objective) {
    JsonNode wanted = expected.at("/policy/" + name);
    Adapter adapter = adapter("b");
    PassOutcome outcome = run(PolicyLesson.of(policy(objective), noBase()), adapter);
    assertThat(outcome.figures().loss()).isCloseTo(wanted.path("loss").asDouble(), within(1e-5));
    assertThat(outcome.figures().tokens()).isEqualTo(wanted.path("tokens").asInt());
    assertThat(outcome.figures().clipped()).isEqualTo(wanted.path("clipped_tokens").asInt());
    assertGradients(outcome, adapter, wanted);
  }

  @Test
  void objectivesNameTheirAggregation() {
    assertThat(PolicyObjective.grpo().aggregation()).isEqualTo(Aggregation.SAMPLE_MEAN);
    assertThat(PolicyObjective.dapo(0, 0).aggregation()).isEqualTo(Aggregation.TOKEN_MEAN);
  }

  private PassOutcome run(Lesson lesson, Adapter adapter) {
    RowShape shape = RowShape.of(lesson.allRows(), lesson.rowsPerStep());
    PassShare share =
        new PassShare(adapter.weights(), adapter.scale(), List.of(), lesson.step(0), 0, lesson.rowsPerStep());
    return new JointPass(decoder, weights.fused(manager), manager)
        .run(new LessonForm(adapter.layout(), List.of(), shape, 1), List.of(share))
        .getFirst();
  }

  private LearnWorld maskedNll(int innerSteps) {
    JsonNode node = expected.path("masked_nll");
    int[] ids = Oracle.integers(node.path("ids"));
    int[] mask = Oracle.integers(node.path("mask"));
    List<Segment> segments = new ArrayList<>();
    segments.add(Segment.context(Tokens.of(ids[0])));
    for (int i = 0; i < mask.length; i++) {
      Tokens token = Tokens.of(ids[i + 1]);
      segments.add(mask[i] == 1 ? Segment.observation(token) : Segment.context(token));
    }
    return new LearnWorld(
        "oracle",
        new AdapterPairId("oracle"),
        ActiveAdapters.WORLD,
        List.of(new Trajectory(segments)),
        List.of(),
        List.of(),
        new WorldObjective(8, innerSteps, 0, 0),
        ADAMW,
        1);
  }

  private LearnPolicy policy(PolicyObjective objective) {
    JsonNode node = expected.path("policy");
    int prompt = node.path("prompt_tokens").asInt();
    List<Rollout> rollouts =
        IntStream.range(0, node.path("sequences").size())
            .mapToObj(i -> {
              Tokens ids = Tokens.of(Oracle.integers(node.path("sequences").get(i)));
              Reals sampled = Reals.of(Oracle.reals(node.path("old_logprobs").get(i)));
              Segment action = Segment.action(ids.slice(prompt, ids.length()), sampled);
              Trajectory trajectory = new Trajectory(List.of(Segment.context(ids.slice(0, prompt)), action));
              return new Rollout(trajectory, node.path("rewards").get(i).asDouble());
            })
            .toList();
    return new LearnPolicy(
        "oracle",
        new AdapterPairId("oracle"),
        ActiveAdapters.POLICY,
        List.of(new RolloutGroup("task", rollouts)),
        objective,
        ADAMW,
        1);
  }

  private static void assertGradients(PassOutcome outcome, Adapter adapter, JsonNode wanted) {
    double total = wanted.path("grad_norm_total").asDouble();
    assertThat(AdapterAdamW.norm(outcome.gradient())).isCloseTo(total, within(1e-3 * total));
    assertThat(wanted.path("grads").size()).isEqualTo(2 * adapter.layout().pairs().size());
    for (Map.Entry<String, JsonNode> entry : wanted.path("grads").properties()) {
      float[] values = part(adapter.layout(), outcome.gradient(), entry.getKey());
      double norm = entry.getValue().path("norm").asDouble();
      assertThat(AdapterAdamW.norm(values)).as(entry.getKey()).isCloseTo(norm, within(1e-3 * norm));
      for (int i = 0; i < 3; i++) {
        assertThat((double) values[values.length - 3 + i])
            .as(entry.getKey())
            .isCloseTo(entry.getValue().path("last3").get(i).asDouble(), within(1e-3 * norm));
      }
    }
  }

  /** The values of one matrix by its PEFT name. */
  private static float[] part(AdapterLayout layout, float[] values, String name) {
    for (AdapterLayout.Pair pair : layout.pairs()) {
      String path = "base_model.model." + pair.linear().path(pair.layer());
      if (name.equals(path + ".lora_A.weight")) {
        return Arrays.copyOfRange(values, pair.offsetA(), pair.offsetB());
      }
      if (name.equals(path + ".lora_B.weight")) {
        return Arrays.copyOfRange(values, pair.offsetB(), pair.offsetB() + layout.rank() * pair.out());
      }
    }
    throw new IllegalArgumentException(name);
  }

  private Adapter adapter(String name) {
    return AdapterFolder.read(Oracle.folder().resolve("adapter-" + name), weights.configuration());
  }

  private FrozenBase noBase() {
    return new DecoderBase(decoder, weights.fused(manager), manager);
  }
}
