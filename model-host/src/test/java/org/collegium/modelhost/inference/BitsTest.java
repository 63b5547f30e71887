package org.collegium.modelhost.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterLayout;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.TestModels;
import org.collegium.modelhost.model.WithoutGradients;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Tokens;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A row's tokens and the bits of its log-probabilities do not depend on the company it is in. */
class BitsTest extends WithoutGradients {
  /** A model and the ranks of its adapters. */
  record Setting(ModelConfiguration shape, int rankMax, List<Integer> ranks) {}

  static Stream<Setting> settings() {
    return Stream.of(
        new Setting(TestModels.embeddedLike(), 32, List.of(8)),
        new Setting(TestModels.embeddedLike(), 32, List.of(1, 2, 4, 8, 12, 32)),
        new Setting(TestModels.grouped(), 32, List.of(4, 16)),
        new Setting(TestModels.grouped(), 128, List.of(8, 40, 128)));
  }

  private static List<AdapterPair> pairs(Setting setting, int count) {
    List<AdapterPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int policy = setting.ranks().get(i % setting.ranks().size());
      int world = setting.ranks().get((i / 2) % setting.ranks().size());
      pairs.add(new AdapterPair(noisy(setting, policy, i), noisy(setting, world, ~i)));
    }
    return pairs;
  }

  private static Adapter noisy(Setting setting, int rank, long seed) {
    AdapterLayout layout = new AdapterLayout(setting.shape(), rank);
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[layout.parameters()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() / 12;
    }
    return new Adapter(layout, rank % 3 == 0 ? 1.5 : 2, weights, new float[0], new float[0], 0, 0);
  }

  private static List<Prompt<Integer>> prompts(Setting setting, List<AdapterPair> pairs, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Prompt<Integer>> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] ids = random.ints(1 + random.nextInt(45), 0, setting.shape().vocabulary()).toArray();
      ActiveAdapters active = List.of(ActiveAdapters.values()).get(random.nextInt(4));
      AdapterPair pair = pairs.get(random.nextInt(pairs.size()));
      Sampling sampling = new Sampling(1, 1, 1 + random.nextInt(20), List.of(3), random.nextLong());
      prompts.add(new Prompt<>(i, Tokens.of(ids), pair.active(active), sampling));
    }
    return prompts;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void generationIsTheSameAloneAndInAnyCompany(Setting setting) {
    FusedWeights weights = DecoderWeights.random(setting.shape(), 8, manager).fused(manager);
    Decoder decoder = new Decoder(setting.shape(), 128, manager);
    List<AdapterPair> pairs = pairs(setting, 12);
    List<Prompt<Integer>> prompts = prompts(setting, pairs, 48, 21);
    Map<Integer, Continuation<Integer>> alone = new HashMap<>();
    EngineLimits small = new EngineLimits(8, setting.rankMax(), 4096);
    try (GenerationEngine<Integer> engine = new GenerationEngine<>(decoder, weights, small, manager)) {
      for (Prompt<Integer> prompt : prompts) {
        engine.admit(List.of(prompt));
        drain(engine, alone);
      }
    }
    assertThat(alone).hasSize(prompts.size());
    for (long seed = 1; seed <= 4; seed++) {
      EngineLimits limits = new EngineLimits(seed == 1 ? 64 : 24, setting.rankMax(), seed == 2 ? 100 : 4096);
      Map<Integer, Continuation<Integer>> together = new HashMap<>();
      try (GenerationEngine<Integer> engine = new GenerationEngine<>(decoder, weights, limits, manager)) {
        comeAndGo(engine, shuffled(prompts, seed), limits.rowsMax(), seed, together);
      }
      assertThat(differing(prompts, together, alone)).as("seed " + seed).isEmpty();
      assertThat(together).as("seed " + seed).isEqualTo(alone);
    }
  }

  /** Says which prompts have another continuation; short enough to be read. */
  private static List<String> differing(
      List<Prompt<Integer>> prompts,
      Map<Integer, Continuation<Integer>> one,
      Map<Integer, Continuation<Integer>> other) {
    return prompts.stream()
        .filter(prompt -> !Objects.equals(one.get(prompt.tag()), other.get(prompt.tag())))
        .map(prompt ->
            "prompt " + prompt.tag() + " of " + prompt.tokens().length() + " tokens, ranks "
                + prompt.adapters().stream().map(Adapter::rank).toList() + " with " + prompt.sampling().tokensMax()
                + " to draw")
        .toList();
  }

  private static <T> List<T> shuffled(List<T> items, long seed) {
    List<T> copy = new ArrayList<>(items);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = copy.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      T item = copy.get(i);
      copy.set(i, copy.get(other));
      copy.set(other, item);
    }
    return copy;
  }

  private static void comeAndGo(
      GenerationEngine<Integer> engine,
      List<Prompt<Integer>> prompts,
      int rowsMax,
      long seed,
      Map<Integer, Continuation<Integer>> results) {
    SplittableRandom random = new SplittableRandom(seed);
    int next = 0;
    while (next < prompts.size() || engine.rowsActive() > 0) {
      int free = Math.min(prompts.size() - next, rowsMax - engine.rowsActive());
      int joining = seed == 1 ? free : Math.min(free, random.nextInt(9));
      engine.admit(prompts.subList(next, next + joining));
      next += joining;
      for (int steps = random.nextInt(4); steps >= 0; steps--) {
        engine.step().forEach(over -> results.put(over.tag(), over));
      }
    }
  }

  private static void drain(GenerationEngine<Integer> engine, Map<Integer, Continuation<Integer>> results) {
    while (engine.rowsActive() > 0) {
      engine.step().forEach(over -> results.put(over.tag(), over));
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void scoresAreTheSameAloneAndInAnyCompany(Setting setting) {
    FusedWeights weights = DecoderWeights.random(setting.shape(), 8, manager).fused(manager);
    Decoder decoder = new Decoder(setting.shape(), 128, manager);
    List<AdapterPair> pairs = pairs(setting, 12);
    List<Scorer.Sequence> sequences =
        prompts(setting, pairs, 40, 22).stream()
            .filter(prompt -> prompt.tokens().length() > 2)
            .map(prompt -> new Scorer.Sequence(prompt.tokens(), 1 + prompt.tokens().length() / 3, prompt.adapters()))
            .toList();
    EngineLimits limits = new EngineLimits(8, setting.rankMax(), 4096);
    try (Scorer scorer = new Scorer(decoder, weights, limits, manager)) {
      List<Scorer.Scores> alone =
          sequences.stream().map(sequence -> scorer.score(List.of(sequence)).getFirst()).toList();
      assertThat(scorer.score(sequences)).isEqualTo(alone);
      assertThat(scorer.score(sequences.reversed())).isEqualTo(alone.reversed());
    }
  }
}
