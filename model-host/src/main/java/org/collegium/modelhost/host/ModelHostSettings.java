package org.collegium.modelhost.host;

import java.nio.file.Path;
import java.util.Optional;
import org.collegium.modelhost.store.AdapterStore;
import org.collegium.modelhost.telemetry.HostMeter;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;

/**
 * How a model host is opened.
 *
 * @param base a folder with {@code config.json}, {@code model.safetensors}, {@code tokenizer.json}; empty for the base
 *     that comes with Collegium
 * @param device {@code auto}, {@code cpu} or {@code gpu:N}
 * @param threads native threads of one operation, at least 1
 * @param limits bounds of queue, batches and memory
 * @param spillFolder where pairs are kept that do not fit into memory; empty keeps all in memory
 * @param adapterStore where pairs are saved and loaded from; empty refuses both
 * @param meter hears what the host does
 */
public record ModelHostSettings(
    Optional<Path> base,
    String device,
    int threads,
    Limits limits,
    Optional<Path> spillFolder,
    Optional<AdapterStore> adapterStore,
    HostMeter meter) {
  /** Checks the values that have a range. */
  public ModelHostSettings {
    if (!device.matches("auto|cpu|gpu:\\d{1,3}")) {
      throw new IllegalArgumentException("device must be auto, cpu or gpu:N, was " + device);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads);
    }
  }

  /** All pairs in memory and none saved, the limits of {@link Limits#standard()}. */
  public static ModelHostSettings of(Optional<Path> base, String device, int threads) {
    return new ModelHostSettings(
        base, device, threads, Limits.standard(), Optional.empty(), Optional.empty(), HostMeter.SILENT);
  }

  /** The embedded base, all pairs in memory and none saved, the limits of {@link Limits#standard()}. */
  public static ModelHostSettings embedded(String device, int threads) {
    return of(Optional.empty(), device, threads);
  }

  /** A base in a folder, all pairs in memory and none saved, the limits of {@link Limits#standard()}. */
  public static ModelHostSettings ofFolder(Path folder, String device, int threads) {
    return of(Optional.of(folder), device, threads);
  }

  /** The same with other limits. */
  public ModelHostSettings withLimits(Limits other) {
    return new ModelHostSettings(base, device, threads, other, spillFolder, adapterStore, meter);
  }

  /** The same with a folder for pairs that do not fit into memory. */
  public ModelHostSettings withSpillFolder(Path folder) {
    return new ModelHostSettings(base, device, threads, limits, Optional.of(folder), adapterStore, meter);
  }

  /** The same with a store to save pairs in and load them from. */
  public ModelHostSettings withAdapterStore(AdapterStore store) {
    return new ModelHostSettings(base, device, threads, limits, spillFolder, Optional.of(store), meter);
  }

  /** The same with someone who hears what the host does. */
  public ModelHostSettings withMeter(HostMeter other) {
    return new ModelHostSettings(base, device, threads, limits, spillFolder, adapterStore, other);
  }

  /** What tools that read saved adapters are told of the base. */
  String baseName() {
    return base.map(folder -> folder.toAbsolutePath().normalize().getFileName())
        .map(Path::toString)
        .orElse("collegium-embedded");
  }

  /** The tokenizer of the base. */
  public Tokenizer tokenizer() {
    return base.map(HuggingFaceTokenizers::ofFolder)
        .orElseGet(() -> HuggingFaceTokenizers.ofResource(EmbeddedBase.FOLDER));
  }

  /**
   * Bounds of one host.
   *
   * @param queueMax most requests that wait for their answer; what comes beyond is refused
   * @param rowsMax most rows of one batch, a multiple of 8
   * @param positionsMax most tokens of one sequence; the base may allow fewer
   * @param rankMax largest rank of an adapter, at most 256; bits depend on it, so a run must be repeated with the same
   * @param passTokensMax most padded tokens that are read in one pass; a bound on memory
   * @param learnersMax most adapters that learn at once
   * @param pairsMax most adapter pairs; what would open another one is refused
   * @param residentPairsMax most adapter pairs in memory when there is a folder for the others
   */
  public record Limits(
      int queueMax,
      int rowsMax,
      int positionsMax,
      int rankMax,
      int passTokensMax,
      int learnersMax,
      int pairsMax,
      int residentPairsMax) {
    /** Checks the ranges. */
    public Limits {
      if (queueMax < 1 || positionsMax < 1 || passTokensMax < 1) {
        throw new IllegalArgumentException("queueMax, positionsMax and passTokensMax must be at least 1");
      }
      if (learnersMax < 1 || pairsMax < 1 || residentPairsMax < 1) {
        throw new IllegalArgumentException("learnersMax, pairsMax and residentPairsMax must be at least 1");
      }
      if (rowsMax < 8 || rowsMax % 8 != 0) {
        throw new IllegalArgumentException("rowsMax must be a multiple of 8, was " + rowsMax);
      }
      if (rankMax < 1 || rankMax > 256) {
        throw new IllegalArgumentException("rankMax must be between 1 and 256, was " + rankMax);
      }
    }

    /**
     * 65,536 waiting requests, 256 rows of 512 tokens, rank 32, passes of 4,096 tokens, 64 learners, 4,096 pairs, 512
     * of them in memory.
     */
    public static Limits standard() {
      return new Limits(65_536, 256, 512, 32, 4_096, 64, 4_096, 512);
    }
  }
}
