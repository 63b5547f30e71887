package org.collegium.modelhost.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.protocol.Tokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PretrainerTest {
  @BeforeAll
  static void oneThread() {
    NativeRuntime.setThreads(1);
  }

  private static final int WORDS = 12;

  /** Rows that say a random half twice, so that only copying lowers the loss below ln 10. */
  private static final class Copies implements Corpus {
    @Override
    public int vocabularySize() {
      return WORDS;
    }

    @Override
    public int paddingToken() {
      return 0;
    }

    @Override
    public List<CorpusRow> training(int step, int rows, int tokensMax) {
      return IntStream.range(0, rows).mapToObj(row -> row(1000L * step + row)).toList();
    }

    @Override
    public List<List<CorpusRow>> validation(int rows, int tokensMax) {
      return List.of(IntStream.range(0, rows).mapToObj(row -> row(-1L - row)).toList());
    }

    private static CorpusRow row(long number) {
      int[] half = new SplittableRandom(number).ints(6, 2, WORDS).toArray();
      Tokens once = Tokens.of(half);
      Tokens all = Tokens.concat(List.of(Tokens.of(1), once, Tokens.of(1), once));
      boolean[] counted = new boolean[all.length()];
      java.util.Arrays.fill(counted, 8, all.length(), true);
      return CorpusRow.of(all, counted);
    }
  }

  private static PretrainingSettings settings(BaseOptimizer optimizer) {
    BaseShape shape = new BaseShape(32, 2, 2, 2, 48, WORDS, 32, true, true, 10_000, 1e-5);
    return new PretrainingSettings(
        shape, optimizer, optimizer == BaseOptimizer.MUON ? 0.02 : 5e-3, 5e-3, 0, 16, 16,
        new LearningRateSchedule(150, 5, 0.6, 0.05), 75, 7);
  }

  @ParameterizedTest
  @EnumSource
  void bothOptimizersLearnToCopyWhatStandsBefore(BaseOptimizer optimizer) {
    PretrainingCurve curve = new Pretrainer(settings(optimizer), new Copies()).train(progress -> {});
    assertThat(curve.points()).extracting(PretrainingCurve.Point::step).containsExactly(75, 150);
    assertThat(curve.finalValidationLoss()).isLessThan(1.5);
    assertThat(curve.stepsTo(100)).hasValue(75);
    assertThat(curve.stepsTo(0)).isEmpty();
  }

  @Test
  void theSameSettingsGiveTheSameWeights(@TempDir Path folder) throws IOException {
    for (String name : List.of("a", "b")) {
      Files.createDirectory(folder.resolve(name));
      PretrainingSettings settings = settings(BaseOptimizer.MUON);
      new Pretrainer(
          new PretrainingSettings(settings.shape(), settings.optimizer(), 0.02, 5e-3, 0.01, 8, 16,
              new LearningRateSchedule(5, 2, 0.6, 0.05), 5, 3),
          new Copies()).train(folder.resolve(name), progress -> {});
    }
    assertThat(folder.resolve("a/model.safetensors")).hasSameBinaryContentAs(folder.resolve("b/model.safetensors"));
    assertThat(folder.resolve("a/config.json")).hasSameTextualContentAs(folder.resolve("b/config.json"));
  }

  @Test
  void aCorpusOfAnotherVocabularyIsRefused() {
    BaseShape shape = new BaseShape(32, 2, 2, 2, 48, 99, 32, true, true, 10_000, 1e-5);
    PretrainingSettings settings = new PretrainingSettings(
        shape, BaseOptimizer.MUON, 0.02, 5e-3, 0, 8, 16, new LearningRateSchedule(5, 2, 0.6, 0.05), 5, 3);
    assertThatThrownBy(() -> new Pretrainer(settings, new Copies()))
        .hasMessage("the base has 99 token ids, the corpus 12");
  }

  @Test
  void aComparisonSaysHowManyStepsEachOptimizerNeeds() {
    PretrainingSettings muon = new PretrainingSettings(
        settings(BaseOptimizer.MUON).shape(), BaseOptimizer.MUON, 0.02, 5e-3, 0, 16, 16,
        new LearningRateSchedule(40, 5, 0.6, 0.05), 20, 7);
    List<PretrainingComparison.Arm> arms =
        PretrainingComparison.run(muon, List.of(1e-5, 5e-3), new Copies(), (arm, progress) -> {});
    assertThat(arms)
        .extracting(PretrainingComparison.Arm::name)
        .containsExactly("muon + qk-norm", "adamw 1.0E-5", "adamw 0.005");
    assertThat(PretrainingComparison.bestRival(arms).name()).isEqualTo("adamw 0.005");
    List<PretrainingComparison.Reached> reached = PretrainingComparison.reached(arms, List.of(100.0, 0.0));
    assertThat(reached).hasSize(6);
    assertThat(reached.getFirst().steps()).hasValue(20);
    assertThat(reached.getLast().steps()).isEmpty();
  }
}
