package org.collegium.modelhost.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/** Small random models of several shapes. */
public final class TestModels {
  private TestModels() {}

  /** The shape of the embedded base, a quarter of the depth. */
  public static ModelConfiguration embeddedLike() {
    return new ModelConfiguration(112, 128, 320, 2, 4, 4, 32, 256, 10000, 1e-6, true, true);
  }

  /** Grouped queries, untied head, no QK-Norm. */
  public static ModelConfiguration grouped() {
    return new ModelConfiguration(64, 48, 80, 2, 6, 2, 16, 512, 10000, 1e-5, false, false);
  }

  /** Random ids, {@code [rows, time]}. */
  public static NDArray tokens(ModelConfiguration configuration, int rows, int time, long seed, NDManager manager) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] ids = random.longs((long) rows * time, 0, configuration.vocabulary()).toArray();
    return manager.create(ids, new Shape(rows, time));
  }
}
