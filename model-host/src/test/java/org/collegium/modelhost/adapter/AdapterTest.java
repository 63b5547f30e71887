package org.collegium.modelhost.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.collegium.modelhost.model.ConfigurationFile;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.ModelFormatException;
import org.collegium.modelhost.oracle.Oracle;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterTest {
  private static final ModelConfiguration MODEL =
      new ModelConfiguration(112, 128, 320, 4, 4, 4, 32, 64, 10000, 1e-6, true, true);

  @TempDir Path folder;

  @Test
  void anAdapterOfRankEightOnTheEmbeddedShapeHasTheCountedParameters() {
    assertThat(new AdapterLayout(MODEL, 8).parameters()).isEqualTo(75_776);
  }

  @Test
  void aFreshPairChangesNothingAndIsAFunctionOfItsSeed() {
    AdapterPair pair = AdapterPair.fresh(MODEL, new AdapterShape(4, 8, 2), 7);
    AdapterLayout layout = pair.policy().layout();
    for (AdapterLayout.Pair matrices : layout.pairs()) {
      double squares = 0;
      for (int i = matrices.offsetA(); i < matrices.offsetB(); i++) {
        squares += Math.pow(pair.policy().weights()[i], 2);
      }
      assertThat(squares / (4 * matrices.in())).isCloseTo(1.0 / matrices.in(), within(0.35 / matrices.in()));
      for (int i = 0; i < 4 * matrices.out(); i++) {
        assertThat(pair.policy().weights()[matrices.offsetB() + i]).isZero();
      }
    }
    assertThat(pair.world().rank()).isEqualTo(8);
    AdapterPair again = AdapterPair.fresh(MODEL, new AdapterShape(4, 8, 2), 7);
    assertThat(again.policy().stamp()).isEqualTo(pair.policy().stamp());
    AdapterPair other = AdapterPair.fresh(MODEL, new AdapterShape(4, 8, 2), 8);
    assertThat(other.policy().stamp()).isNotEqualTo(pair.policy().stamp());
    AdapterPair equalRanks = AdapterPair.fresh(MODEL, new AdapterShape(8, 8, 2), 7);
    assertThat(equalRanks.policy().stamp()).isNotEqualTo(equalRanks.world().stamp());
  }

  @Test
  void theStampCoversWeightsMomentsAndSteps() {
    Adapter adapter = learned(3);
    float[] weights = adapter.weights();
    float[] first = adapter.firstMoments();
    float[] second = adapter.secondMoments();
    assertThat(adapter.learned(weights, first, second, 5).stamp().version()).isEqualTo(2);
    assertThat(adapter.learned(weights, first, second, 5).stamp().hash()).isEqualTo(adapter.stamp().hash());
    assertThat(adapter.learned(weights, first, second, 6).stamp().hash()).isNotEqualTo(adapter.stamp().hash());
    assertThat(adapter.learned(changed(weights), first, second, 5).stamp().hash())
        .isNotEqualTo(adapter.stamp().hash());
    assertThat(adapter.learned(weights, changed(first), second, 5).stamp().hash())
        .isNotEqualTo(adapter.stamp().hash());
    assertThat(adapter.learned(weights, first, changed(second), 5).stamp().hash())
        .isNotEqualTo(adapter.stamp().hash());
  }

  private static float[] changed(float[] values) {
    float[] copy = values.clone();
    copy[copy.length - 1] = Math.nextUp(copy[copy.length - 1]);
    return copy;
  }

  private static Adapter learned(int rank) {
    AdapterLayout layout = new AdapterLayout(MODEL, rank);
    Adapter noise = Derivation.mutate(Adapter.fresh(layout, 1.5, 3), 1, 4);
    float[] moments = Adapter.fresh(layout, 1.5, 5).weights();
    float[] squares = moments.clone();
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= squares[i];
    }
    return noise.learned(noise.weights(), moments, squares, 5);
  }

  @Test
  void aDivergedAdapterIsRefused() {
    Adapter adapter = learned(3);
    float[] weights = adapter.weights().clone();
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1e20f}) {
      weights[77] = bad;
      assertThatThrownBy(() -> adapter.learned(weights, adapter.firstMoments(), adapter.secondMoments(), 6))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has diverged");
    }
  }

  @Test
  void aWrittenPairIsReadBackWithItsOptimizerState() {
    AdapterPair pair = new AdapterPair(learned(3), Adapter.fresh(new AdapterLayout(MODEL, 8), 2, 1));
    AdapterFolder.writePair(folder, pair, "embedded");
    AdapterPair read = AdapterFolder.readPair(folder, MODEL);
    for (AdapterKind kind : AdapterKind.values()) {
      assertThat(read.of(kind).stamp()).isEqualTo(pair.of(kind).stamp());
      assertThat(read.of(kind).weights()).isEqualTo(pair.of(kind).weights());
      assertThat(read.of(kind).scale()).isEqualTo(pair.of(kind).scale());
    }
    assertThat(read.policy().secondMoments()).isEqualTo(pair.policy().secondMoments());
    assertThat(read.policy().steps()).isEqualTo(5);
  }

  @Test
  void filesOfDifferentVersionsInOneFolderAreNoticed() throws IOException {
    Adapter older = learned(3);
    AdapterFolder.write(folder, older, "embedded");
    byte[] oldOptimizer = Files.readAllBytes(folder.resolve("optimizer.safetensors"));
    Adapter newer = older.learned(older.weights(), older.weights(), older.secondMoments(), 5);
    AdapterFolder.write(folder, newer, "embedded");
    Files.write(folder.resolve("optimizer.safetensors"), oldOptimizer);
    assertThatThrownBy(() -> AdapterFolder.read(folder, MODEL))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("not of one version");
  }

  @Test
  void anAdapterThatAnotherToolWroteIsRead() {
    ModelConfiguration stories = ConfigurationFile.read(Oracle.folder().resolve("model/config.json"));
    Adapter adapter = AdapterFolder.read(Oracle.folder().resolve("adapter-a"), stories);
    assertThat(adapter.rank()).isEqualTo(4);
    assertThat(adapter.scale()).isEqualTo(2);
    assertThat(adapter.steps()).isZero();
    assertThatThrownBy(() -> AdapterFolder.read(Oracle.folder().resolve("adapter-a"), MODEL))
        .hasMessageContaining("must be [");
  }

  @Test
  void aMergeIsTheMeanAndAMutationIsAsStrongAsAsked() {
    AdapterLayout layout = new AdapterLayout(MODEL, 8);
    Adapter one = Adapter.fresh(layout, 2, 1);
    Adapter two = Adapter.fresh(layout, 2, 2);
    Adapter mean = Derivation.merge(List.of(one, two));
    assertThat(mean.weights()[100]).isEqualTo((one.weights()[100] + two.weights()[100]) / 2, within(1e-7f));
    assertThat(Derivation.merge(List.of(one)).stamp().hash()).isEqualTo(one.stamp().hash());
    assertThat(Derivation.mutate(one, 0, 9).stamp().hash()).isEqualTo(one.stamp().hash());
    Adapter mutated = Derivation.mutate(one, 0.1, 9);
    AdapterLayout.Pair pair = layout.pair(2, LinearLayer.DOWN);
    double noise = 0;
    double signal = 0;
    for (int i = pair.offsetA(); i < pair.offsetB(); i++) {
      noise += Math.pow(mutated.weights()[i] - one.weights()[i], 2);
      signal += Math.pow(one.weights()[i], 2);
    }
    assertThat(Math.sqrt(noise / signal)).isCloseTo(0.1, within(0.01));
    assertThatThrownBy(() -> Derivation.merge(List.of(one, Adapter.fresh(layout, 1, 1))))
        .hasMessageContaining("cannot be merged");
  }

  @Test
  void aConcatenatedAdapterIsTheSumOfItsParts() {
    Adapter first = learned(3);
    Adapter second = Derivation.mutate(learned(2), 0.5, 2);
    Adapter both = Derivation.concatenate(first, second);
    assertThat(both.rank()).isEqualTo(5);
    AdapterLayout.Pair place = both.layout().pair(1, LinearLayer.GATE);
    for (int out = 0; out < place.out(); out += 37) {
      for (int in = 0; in < place.in(); in += 29) {
        assertThat(entry(both, out, in)).isCloseTo(entry(first, out, in) + entry(second, out, in), within(1e-5));
      }
    }
  }

  private static double entry(Adapter adapter, int out, int in) {
    AdapterLayout.Pair pair = adapter.layout().pair(1, LinearLayer.GATE);
    double sum = 0;
    for (int i = 0; i < adapter.rank(); i++) {
      sum += (double) adapter.weights()[pair.offsetB() + out * adapter.rank() + i]
          * adapter.weights()[pair.offsetA() + i * pair.in() + in];
    }
    return adapter.scale() * sum;
  }
}
