package org.collegium.modelhost.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a model host is opened.
 *
 * @param base a folder with {@code config.json}, {@code model.safetensors}, {@code tokenizer.json}; empty for the base
 *     that comes with Collegium
 * @param device {@code auto}, {@code cpu} or {@code gpu:N}
 * @param threads native threads of one operation, at least 1
 * @param limits bounds of queue, batches and memory
 */
public record ModelHostSettings(Optional<Path> base, String device, int threads, Limits limits) {
  /** Checks the values that have a range. */
  public ModelHostSettings {
    if (!device.matches("auto|cpu|gpu:\\d{1,3}")) {
      throw new IllegalArgumentException("device must be auto, cpu or gpu:N, was " + device);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads);
    }
  }

  /** The embedded base with the limits of {@link Limits#standard()}. */
  public static ModelHostSettings embedded(String device, int threads) {
    return new ModelHostSettings(Optional.empty(), device, threads, Limits.standard());
  }

  /** A base in a folder with the limits of {@link Limits#standard()}. */
  public static ModelHostSettings ofFolder(Path folder, String device, int threads) {
    return new ModelHostSettings(Optional.of(folder), device, threads, Limits.standard());
  }

  /** The same with other limits. */
  public ModelHostSettings withLimits(Limits other) {
    return new ModelHostSettings(base, device, threads, other);
  }

  /**
   * Bounds of one host.
   *
   * @param queueMax most requests that wait for their answer; what comes beyond is refused
   * @param rowsMax most rows of one batch, at least 8
   * @param learnersMax most adapters of one joint learning session
   * @param pairsMax most adapter pairs; what would open another one is refused
   */
  public record Limits(int queueMax, int rowsMax, int learnersMax, int pairsMax) {
    /** Checks the ranges. */
    public Limits {
      if (queueMax < 1 || rowsMax < 8 || learnersMax < 1 || pairsMax < 1) {
        throw new IllegalArgumentException(
            "a model host needs queueMax, learnersMax, pairsMax of at least 1 and rowsMax of at least 8");
      }
    }

    /** 65,536 waiting requests, 256 rows, 64 learners, 4,096 pairs. */
    public static Limits standard() {
      return new Limits(65_536, 256, 64, 4_096);
    }
  }
}
