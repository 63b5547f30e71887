package org.collegium.modelhost.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.Projection;
import org.collegium.modelhost.model.TestModels;
import org.collegium.modelhost.model.WithoutGradients;
import org.collegium.modelhost.telemetry.HostMeter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both forms of the update against sums in double precision, and a row alone against the same row in company. */
class AdapterSlotsTest extends WithoutGradients {
  private static final int ROWS = 16;
  private static final int LAYER = 1;

  private final SplittableRandom random = new SplittableRandom(5);
  /**
   * What is tried.
   *
   * @param ranks of policy adapters, and in the other direction of world adapters
   */
  record Setting(ProductForm form, ModelConfiguration model, int rankMax, List<Integer> ranks) {
    List<Adapter> adapters(long seed) {
      List<Adapter> adapters = new ArrayList<>();
      for (int rank : seed < 0 ? ranks.reversed() : ranks) {
        adapters.add(adapter(model, rank, seed * 100 + adapters.size()));
      }
      return adapters;
    }
  }

  static Stream<Setting> settings() {
    List<Integer> small = List.of(8, 3, 12, 8, 1, 16);
    return Arrays.stream(ProductForm.values()).flatMap(form ->
        Stream.of(
            new Setting(form, TestModels.embeddedLike(), 32, small),
            new Setting(form, TestModels.grouped(), 32, small),
            new Setting(form, TestModels.grouped(), 128, List.of(8, 40, 128, 3, 8, 16))));
  }

  private static Adapter adapter(ModelConfiguration model, int rank, long seed) {
    AdapterLayout layout = new AdapterLayout(model, rank);
    SplittableRandom own = new SplittableRandom(seed);
    float[] weights = new float[layout.parameters()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) own.nextGaussian() / 8;
    }
    return Adapter.derived(layout, 1.5, weights);
  }

  /** Rows with none, one and two adapters of different ranks, some of them shared. */
  private static List<List<Adapter>> batch(Setting setting, int shift) {
    List<Adapter> policies = setting.adapters(1);
    List<Adapter> worlds = setting.adapters(-1);
    List<List<Adapter>> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      Adapter policy = policies.get((row / 3 + shift) % policies.size());
      Adapter world = worlds.get(row / 4 % worlds.size());
      List<Adapter> one = List.of(row % 2 == 0 ? policy : world);
      rows.add(row % 5 == 0 ? List.of() : row % 3 == 0 ? List.of(policy, world) : one);
    }
    return rows;
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private AdapterSlots slots(Setting setting) {
    return new AdapterSlots(
        setting.model(), ChunkRows.TOKENS, setting.rankMax(), setting.form(), manager, HostMeter.SILENT);
  }

  private float[] adapted(
      AdapterSlots slots, List<List<Adapter>> rows, Projection projection, float[] input, float[] product) {
    try (NDArray in = manager.create(input, new Shape(ROWS, input.length / ROWS));
        NDArray sum = manager.create(product, new Shape(ROWS, product.length / ROWS))) {
      return slots.fill(rows).adapt(LAYER, projection, in, sum).toFloatArray();
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyRowGetsTheUpdatesOfItsOwnAdapters(Setting setting) {
    List<List<Adapter>> rows = batch(setting, 0);
    try (AdapterSlots slots = slots(setting)) {
      for (Projection projection : Projection.values()) {
        int in = projection.in(setting.model());
        int out = projection.out(setting.model());
        float[] input = numbers(ROWS * in);
        float[] product = numbers(ROWS * out);
        float[] sums = adapted(slots, rows, projection, input, product);
        for (int row = 0; row < ROWS; row++) {
          double[] expected = expected(rows.get(row), projection, input, row * in, part(product, row, out));
          for (int i = 0; i < out; i++) {
            assertThat((double) sums[row * out + i]).isCloseTo(expected[i], within(1e-4));
          }
        }
      }
    }
  }

  private static double[] expected(
      List<Adapter> adapters, Projection projection, float[] input, int inputFrom, float[] product) {
    double[] sum = new double[product.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = product[i];
    }
    for (Adapter adapter : adapters) {
      int at = 0;
      for (LinearLayer linear : projection.layers()) {
        AdapterLayout.Pair pair = adapter.layout().pair(LAYER, linear);
        for (int k = 0; k < adapter.rank(); k++) {
          double low = 0;
          for (int i = 0; i < pair.in(); i++) {
            low += adapter.weights()[pair.offsetA() + k * pair.in() + i] * (double) input[inputFrom + i];
          }
          for (int i = 0; i < pair.out(); i++) {
            sum[at + i] += adapter.scale() * adapter.weights()[pair.offsetB() + i * adapter.rank() + k] * low;
          }
        }
        at += pair.out();
      }
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aRowHasTheSameBitsAloneAndInCompanyAndWithoutAdaptersThoseOfTheBase(Setting setting) {
    List<List<Adapter>> rows = batch(setting, 0);
    List<List<Adapter>> later = new ArrayList<>(rows);
    for (int row : new int[] {3, 4, 11}) {
      later.set(row, batch(setting, 1).get(row));
    }
    try (AdapterSlots together = slots(setting)) {
      for (Projection projection : Projection.values()) {
        compareWithEachRowAlone(setting, together, rows, projection);
        compareWithEachRowAlone(setting, together, later, projection);
      }
    }
  }

  private void compareWithEachRowAlone(
      Setting setting, AdapterSlots together, List<List<Adapter>> rows, Projection projection) {
    int out = projection.out(setting.model());
    float[] input = numbers(ROWS * projection.in(setting.model()));
    float[] product = numbers(ROWS * out);
    float[] sums = adapted(together, rows, projection, input, product);
    for (int row = 0; row < ROWS; row++) {
      List<List<Adapter>> lonely = new ArrayList<>();
      for (int other = 0; other < ROWS; other++) {
        lonely.add(other == row ? rows.get(row) : List.of());
      }
      try (AdapterSlots alone = slots(setting)) {
        float[] same = adapted(alone, lonely, projection, input, product);
        assertThat(part(same, row, out)).as(projection + " row " + row).isEqualTo(part(sums, row, out));
      }
      if (rows.get(row).isEmpty()) {
        assertThat(part(sums, row, out)).isEqualTo(part(product, row, out));
      }
    }
  }

  private static float[] part(float[] all, int row, int length) {
    return Arrays.copyOfRange(all, row * length, (row + 1) * length);
  }
}
