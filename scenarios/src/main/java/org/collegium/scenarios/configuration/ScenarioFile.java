package org.collegium.scenarios.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.collegium.agents.core.MindSettings;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.scenarios.frontdesk.Company;
import org.collegium.scenarios.frontdesk.CurriculumSettings;

/** Reads a scenario file together with the defaults of {@code conf/reference.conf}. */
public final class ScenarioFile {
  private static final String REFERENCE = "reference.conf";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern DEVICE = Pattern.compile("auto|cpu|gpu:\\d{1,3}");

  /** Batches are padded to this many rows. */
  private static final int ROWS_UNIT = 8;

  private final Problems problems;
  private final SortedSet<String> known = new TreeSet<>();
  private final ConfigObject defaults;

  private ScenarioFile(Path workingDirectory) {
    this.problems = new Problems(workingDirectory);
    this.defaults = reference().root();
  }

  /** The defaults as they are shipped, the text of {@code conf/reference.conf}. */
  public static Config reference() {
    return ConfigFactory.parseResources(
        ScenarioFile.class,
        REFERENCE,
        ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription("conf/" + REFERENCE));
  }

  /**
   * Reads a scenario.
   *
   * @param file HOCON
   * @param overrides {@code key=value}, the later ones win; the value is HOCON, or a text when it can't be read as that
   * @throws InvalidInputException with every error of file and overrides
   */
  public static Scenario read(Path file, List<String> overrides) {
    return new ScenarioFile(Path.of("")).load(file, overrides);
  }

  /** Every key of a scenario but those of arms and designs, as the reader knows them. */
  static SortedSet<String> knownKeys() {
    ScenarioFile reference = new ScenarioFile(Path.of(""));
    reference.assemble(reference(), Map.of());
    return reference.known;
  }

  private Scenario load(Path file, List<String> overrides) {
    HoconSource source = new HoconSource(problems);
    Config written = source.written(file);
    Config given = source.given(written, overrides);
    Config whole = everywhere(source.whole(given, defaults, file), overrides);
    Scenario scenario = assemble(whole, linesOfArms(written));
    new UnknownKeys(known, problems, "conf/reference.conf lists all keys").search(whole.root());
    source.stop();
    return scenario;
  }

  /**
   * Gives an override that names no arm to the arms, too, that state a value of their own: the command line wins, and
   * nothing that is set there is without effect. An override of one arm stands above that.
   */
  private static Config everywhere(Config whole, List<String> overrides) {
    if (!(whole.root().get("arms") instanceof ConfigObject arms)) {
      return whole;
    }
    List<String> keys = overrides.stream().map(each -> each.split("=", 2)[0].strip()).toList();
    Config all = whole;
    for (String arm : arms.keySet()) {
      for (String key : keys) {
        String own = "arms." + ConfigUtil.quoteString(arm) + "." + key;
        if (whole.hasPath(own) && whole.hasPath(key) && !keys.contains("arms." + arm + "." + key)) {
          all = all.withValue(own, whole.getValue(key));
        }
      }
    }
    return all;
  }

  private Scenario assemble(Config whole, Map<String, Integer> linesOfArms) {
    SettingsReader reader = SettingsReader.of(whole.root(), defaults, problems, known);
    String name = reader.text("scenario.name");
    if (!NAME.matcher(name).matches()) {
      reader.refuse("scenario.name", "must be lower-case letters, digits and hyphens, at most 64");
    }
    // Read once without an arm, so that a wrong key is found even where every arm overrides it.
    ArmSettings plain = new ArmReader(reader).read("plain", "");
    reader.sections("templates");
    List<ArmSettings> arms = new ArrayList<>(arms(reader));
    arms.sort(Comparator.comparing(arm -> linesOfArms.getOrDefault(arm.name(), Integer.MAX_VALUE)));
    List<String> armNames = arms.stream().map(ArmSettings::name).toList();
    DesignReader designs = new DesignReader(reader, problems);
    Design design = designs.design(armNames);
    List<String> chosen = designs.arms(design, armNames);
    List<ArmSettings> running = chosen.stream()
        .flatMap(each -> arms.stream().filter(arm -> arm.name().equals(each)))
        .map(arm -> arm.cutTo(design.agentsMax(), design.roundsMax()))
        .toList();
    ModelSettings model = model(reader);
    List<Long> seeds = designs.seeds(design);
    refuseTooManyPairs(reader, running, seeds.size(), model.limits().pairsMax());
    return new Scenario(
        name,
        reader.text("scenario.description"),
        world(reader),
        running.isEmpty() ? List.of(plain) : running,
        arms.size(),
        design,
        seeds,
        reader.whole("selection.branch", 0, Long.MAX_VALUE),
        model,
        rendered(whole, chosen, model.base()));
  }

  /** One model host may have to hold the pairs of all organizations; an idle mind has none. */
  private static void refuseTooManyPairs(SettingsReader reader, List<ArmSettings> running, int seeds, int pairsMax) {
    long pairs =
        running.stream()
            .filter(arm -> arm.mind().kind() == MindSettings.Kind.MODEL)
            .mapToLong(arm -> (long) arm.agents() * seeds)
            .sum();
    if (pairs > pairsMax) {
      reader.refuse(
          "model.pairs-max",
          "must be at least " + pairs + ", the agents.count of all arms that run, times their seeds");
    }
  }

  /** Where each arm begins: a read configuration forgets the order in which it was written. */
  private static Map<String, Integer> linesOfArms(Config written) {
    Map<String, Integer> lines = new TreeMap<>();
    if (written.root().get("arms") instanceof ConfigObject arms) {
      arms.forEach((name, arm) -> lines.put(name, arm.origin().lineNumber()));
    }
    return lines;
  }

  private List<ArmSettings> arms(SettingsReader reader) {
    List<ArmSettings> arms = new ArrayList<>();
    for (SettingsReader.Section section : reader.sections("arms")) {
      SettingsReader own = reader.overriddenBy("arms." + section.name(), section.content());
      if (!NAME.matcher(section.name()).matches()) {
        problems.add(
            section.content(), "arms." + section.name() + " must be named in lower-case letters, digits, hyphens");
      }
      Optional<ConfigValue> description = SettingsReader.at(section.content(), "description");
      arms.add(new ArmReader(own).read(section.name(), description.map(text -> text(section, text)).orElse("")));
    }
    if (arms.isEmpty()) {
      reader.refuseInWords("arms", "must hold at least one arm");
    }
    return arms;
  }

  private String text(SettingsReader.Section section, ConfigValue value) {
    if (value.unwrapped() instanceof String text) {
      return text;
    }
    problems.add(value, "arms." + section.name() + ".description must be a text, was " + value.unwrapped());
    return "";
  }

  private static WorldSettings world(SettingsReader reader) {
    int companies = reader.integer("world.companies", 1, 64);
    int blocks = reader.integer("world.blocks", 1, 16);
    int unseen = reader.integer("world.unseen", 0, 64);
    int needed = companies * blocks + unseen;
    if (needed > Company.heldOut().size()) {
      String demand = "times world.blocks plus world.unseen must be at most " + Company.heldOut().size();
      reader.refuseInWords("world.companies", demand + ", was " + needed);
    }
    return new WorldSettings(
        reader.choice("world.kind", WorldSettings.Kind.class),
        companies,
        blocks,
        reader.choice("world.schedule", CurriculumSettings.Schedule.class),
        reader.integer("world.examination-rollouts", 0, 256),
        reader.integer("world.examine-every", 0, 1_000_000),
        unseen,
        reader.integer("world.probe-every", 1, 1_000_000));
  }

  private static ModelSettings model(SettingsReader reader) {
    String device = reader.text("model.device");
    if (!DEVICE.matcher(device).matches()) {
      reader.refuse("model.device", "must be auto, cpu or gpu:N");
    }
    return new ModelSettings(
        reader.text("model.base"),
        device,
        reader.integer("model.threads", 0, 256),
        new ModelHostSettings.Limits(
            reader.integer("model.queue-max", 1, 1_000_000),
            ROWS_UNIT * Math.ceilDiv(reader.integer("model.rows-max", ROWS_UNIT, 4096), ROWS_UNIT),
            reader.integer("model.positions-max", 16, 1_000_000),
            reader.integer("model.rank-max", 1, 256),
            reader.integer("model.pass-tokens-max", 1, 1_000_000),
            reader.integer("model.learners-max", 1, 4096),
            reader.integer("model.pairs-max", 1, 1_000_000),
            reader.integer("model.resident-pairs-max", 1, 1_000_000)));
  }

  private static String rendered(Config whole, List<String> arms, String base) {
    String place = base.equals(ModelSettings.EMBEDDED) ? base : Path.of(base).toAbsolutePath().toString();
    return whole
        .withValue("model.base", ConfigValueFactory.fromAnyRef(place))
        .withValue("selection.arms", ConfigValueFactory.fromIterable(arms))
        .root()
        .render(ConfigRenderOptions.defaults().setJson(false).setOriginComments(false).setComments(false));
  }
}
