package org.collegium.modelhost.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.model.Projection;
import org.collegium.modelhost.model.TestModels;
import org.collegium.modelhost.telemetry.HostMeter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both forms of the update against sums in double precision, and a row alone against the same row in company. */
class AdapterSlotsTest {
  private static final ModelConfiguration MODEL = TestModels.embeddedLike();
  private static final int ROWS = 16;
  private static final int LAYER = 1;

  private final SplittableRandom random = new SplittableRandom(5);
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NativeRuntime.open("cpu");
    NativeRuntime.inferenceOnly();
    NativeRuntime.setThreads(1);
  }

  @AfterEach
  void close() {
    JniUtils.setGradMode(true);
    manager.close();
  }

  private Adapter adapter(int rank, long seed) {
    AdapterLayout layout = new AdapterLayout(MODEL, rank);
    SplittableRandom own = new SplittableRandom(seed);
    float[] weights = new float[layout.parameters()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) own.nextGaussian() / 8;
    }
    return Adapter.derived(layout, 1.5, weights);
  }

  /** Rows with none, one and two adapters of different ranks, some of them shared. */
  private List<List<Adapter>> batch() {
    List<Adapter> policies = new ArrayList<>();
    List<Adapter> worlds = new ArrayList<>();
    for (int rank : new int[] {8, 3, 12, 8, 1, 16}) {
      policies.add(adapter(rank, policies.size()));
      worlds.add(adapter(17 - rank, ~worlds.size()));
    }
    List<List<Adapter>> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      Adapter policy = policies.get(row / 3 % policies.size());
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

  private AdapterSlots slots(ProductForm form) {
    return new AdapterSlots(MODEL, ChunkRows.TOKENS, 32, form, manager, HostMeter.SILENT);
  }

  private float[] adapted(
      AdapterSlots slots, List<List<Adapter>> rows, Projection projection, float[] input, float[] product) {
    try (NDArray in = manager.create(input, new Shape(ROWS, projection.in(MODEL)));
        NDArray sum = manager.create(product, new Shape(ROWS, projection.out(MODEL)))) {
      return slots.fill(rows).adapt(LAYER, projection, in, sum).toFloatArray();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRowGetsTheUpdatesOfItsOwnAdapters(ProductForm form) {
    List<List<Adapter>> rows = batch();
    try (AdapterSlots slots = slots(form)) {
      for (Projection projection : Projection.values()) {
        int in = projection.in(MODEL);
        int out = projection.out(MODEL);
        float[] input = numbers(ROWS * in);
        float[] product = numbers(ROWS * out);
        float[] sums = adapted(slots, rows, projection, input, product);
        for (int row = 0; row < ROWS; row++) {
          double[] expected = expected(rows.get(row), projection, input, row * in, product, row * out);
          for (int i = 0; i < out; i++) {
            assertThat((double) sums[row * out + i]).isCloseTo(expected[i], within(2e-5));
          }
        }
      }
    }
  }

  private static double[] expected(
      List<Adapter> adapters, Projection projection, float[] input, int inputFrom, float[] product, int productFrom) {
    double[] sum = new double[projection.out(MODEL)];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = product[productFrom + i];
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
  @EnumSource
  void aRowHasTheSameBitsAloneAndInCompanyAndWithoutAdaptersThoseOfTheBase(ProductForm form) {
    List<List<Adapter>> rows = batch();
    try (AdapterSlots together = slots(form)) {
      for (Projection projection : Projection.values()) {
        int out = projection.out(MODEL);
        float[] input = numbers(ROWS * projection.in(MODEL));
        float[] product = numbers(ROWS * out);
        float[] sums = adapted(together, rows, projection, input, product);
        for (int row = 0; row < ROWS; row++) {
          List<List<Adapter>> lonely = new ArrayList<>();
          for (int other = 0; other < ROWS; other++) {
            lonely.add(other == row ? rows.get(row) : List.of());
          }
          try (AdapterSlots alone = slots(form)) {
            float[] same = adapted(alone, lonely, projection, input, product);
            assertThat(part(same, row, out)).as(projection + " row " + row).isEqualTo(part(sums, row, out));
          }
          if (rows.get(row).isEmpty()) {
            assertThat(part(sums, row, out)).isEqualTo(part(product, row, out));
          }
        }
      }
    }
  }

  private static float[] part(float[] all, int row, int length) {
    return Arrays.copyOfRange(all, row * length, (row + 1) * length);
  }
}
