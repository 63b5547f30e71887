package org.collegium.scenarios.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.collegium.modelhost.pretraining.BaseOptimizer;
import org.collegium.modelhost.pretraining.BaseShape;
import org.collegium.modelhost.pretraining.LearningRateSchedule;
import org.collegium.modelhost.pretraining.PretrainingSettings;
import org.collegium.scenarios.frontdesk.CorpusMixture;
import org.collegium.scenarios.frontdesk.FrontDeskCorpus;
import org.collegium.scenarios.frontdesk.Vocabulary;

/** Reads a pretraining file; what it leaves out is as in {@code conf/pretraining/embedded.conf}. */
public final class PretrainingFile {
  private static final String EMBEDDED = "pretraining/embedded.conf";
  private static final int TOKENS_MAX = 131_072;
  private static final int STEPS_MAX = 10_000_000;
  private static final double SMALLEST_SHARE = 1e-6;

  private final SettingsReader reader;

  private PretrainingFile(SettingsReader reader) {
    this.reader = reader;
  }

  /** The pretraining of the embedded base, as it is shipped. */
  public static Config embedded() {
    return ConfigFactory.parseResources(
        PretrainingFile.class,
        EMBEDDED,
        ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription("conf/" + EMBEDDED));
  }

  /**
   * Reads a pretraining.
   *
   * @param file HOCON
   * @param overrides {@code key=value}, the later ones win
   * @throws InvalidInputException with every error of file and overrides
   */
  public static Pretraining read(Path file, List<String> overrides) {
    Problems problems = new Problems(Path.of(""));
    HoconSource source = new HoconSource(problems);
    Config given = source.given(file, overrides);
    ConfigObject defaults = embedded().root();
    Config whole = source.whole(given, defaults, file);
    SortedSet<String> known = new TreeSet<>();
    SettingsReader reader = SettingsReader.of(whole.root(), defaults, problems, known);
    Pretraining pretraining = new PretrainingFile(reader).assemble(rendered(whole));
    new UnknownKeys(known, problems, "conf/pretraining/embedded.conf lists all keys").search(given.root());
    source.stop();
    return pretraining;
  }

  private Pretraining assemble(String resolved) {
    BaseShape shape = shape();
    int tokens = reader.integer("batch.tokens", FrontDeskCorpus.ROW_TOKENS_MIN, TOKENS_MAX);
    if (tokens > shape.positionsMax()) {
      reader.refuse("batch.tokens", "must be at most shape.positions-max");
      tokens = shape.positionsMax();
    }
    PretrainingSettings training =
        new PretrainingSettings(
            shape,
            reader.choice("optimizer.kind", BaseOptimizer.class),
            reader.real("optimizer.hidden-learning-rate", 0, 1),
            reader.real("optimizer.outer-learning-rate", 0, 1),
            reader.real("optimizer.weight-decay", 0, 1),
            reader.integer("batch.rows", 1, 4096),
            tokens,
            new LearningRateSchedule(
                reader.integer("schedule.steps", 1, STEPS_MAX),
                reader.integer("schedule.warm-up-steps", 0, 1_000_000),
                reader.real("schedule.constant-share", 0, 1),
                reader.real("schedule.final-share", 0, 1)),
            reader.integer("validate-every", 1, STEPS_MAX),
            reader.whole("seed", 0, Long.MAX_VALUE));
    return new Pretraining(
        training,
        reader.whole("corpus.seed", 0, Long.MAX_VALUE),
        mixture(),
        reader.integer("threads", 1, 256),
        resolved);
  }

  private BaseShape shape() {
    int heads = reader.integer("shape.heads", 1, 128);
    int keyValueHeads = reader.integer("shape.key-value-heads", 1, 128);
    int width = reader.integer("shape.width", 8, 8192);
    if (width % (2 * heads) != 0) {
      reader.refuse("shape.width", "must be a multiple of twice shape.heads");
      width = 2 * heads;
    }
    if (heads % keyValueHeads != 0) {
      reader.refuse("shape.key-value-heads", "must divide shape.heads");
      keyValueHeads = heads;
    }
    return new BaseShape(
        width,
        reader.integer("shape.layers", 1, 128),
        heads,
        keyValueHeads,
        reader.integer("shape.feed-forward", 8, 65_536),
        Vocabulary.words().size(),
        reader.integer("shape.positions-max", FrontDeskCorpus.ROW_TOKENS_MIN, TOKENS_MAX),
        reader.flag("shape.tied-head"),
        reader.flag("shape.qk-norm"),
        reader.real("shape.rope-theta", 1, 1e9),
        reader.real("shape.norm-epsilon", 0, 0.01));
  }

  private CorpusMixture mixture() {
    return new CorpusMixture(
        share("queries"),
        share("briefings"),
        share("notes"),
        share("single-notes"),
        share("target-among-notes"),
        share("lookalikes"),
        share("imaginations"),
        share("true-imaginations"),
        share("empty-imaginations"),
        share("noted-refusals"),
        share("noted-successes"));
  }

  private double share(String name) {
    return reader.real("corpus." + name, SMALLEST_SHARE, 1 - SMALLEST_SHARE);
  }

  private static String rendered(Config whole) {
    return whole.root().render(
        ConfigRenderOptions.defaults().setJson(false).setOriginComments(false).setComments(false));
  }
}
