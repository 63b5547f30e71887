package org.collegium.scenarios.configuration;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Reads designs and chooses the arms and seeds that run. */
final class DesignReader {
  private enum SeedList {
    EVALUATION,
    TUNING
  }

  private static final ConfigObject CUTS_NOTHING =
      ConfigFactory.parseString("arms=[], seeds=0, agents-max=0, rounds-max=0").root();

  private final SettingsReader reader;
  private final Problems problems;

  DesignReader(SettingsReader reader, Problems problems) {
    this.reader = reader;
    this.problems = problems;
  }

  /** The chosen design; all designs are checked. */
  Design design(List<String> armNames) {
    List<Design> designs = new ArrayList<>();
    for (SettingsReader.Section section : reader.sections("designs")) {
      designs.add(design(section, armNames));
    }
    String chosen = reader.text("selection.design");
    Optional<Design> found = designs.stream().filter(design -> design.name().equals(chosen)).findFirst();
    Design cutsNothing = new Design(chosen, List.of(), 0, 0, 0);
    if (found.isEmpty() && !chosen.equals(Design.DEFAULT)) {
      List<String> names = designs.stream().map(Design::name).toList();
      reader.refuse("selection.design", "must be one of " + join(names, Design.DEFAULT));
    }
    return found.orElse(cutsNothing);
  }

  private Design design(SettingsReader.Section section, List<String> armNames) {
    ConfigObject filled = section.content().withFallback(CUTS_NOTHING).toConfig().root();
    SettingsReader own = SettingsReader.of(filled, CUTS_NOTHING, problems, new TreeSet<>())
        .named("designs." + section.name());
    List<String> arms = own.texts("arms");
    refuseUnknownArms(own, "arms", arms, armNames);
    return new Design(
        section.name(),
        arms,
        own.integer("seeds", 0, 10_000),
        own.integer("agents-max", 0, 1_000_000),
        own.integer("rounds-max", 0, 1_000_000));
  }

  /** Names of the arms that run, in order. */
  List<String> arms(Design design, List<String> armNames) {
    List<String> selected = reader.texts("selection.arms");
    refuseUnknownArms(reader, "selection.arms", selected, armNames);
    if (!selected.isEmpty()) {
      return selected;
    }
    return design.arms().isEmpty() ? armNames : design.arms();
  }

  /** Seeds that run, in order. */
  List<Long> seeds(Design design) {
    List<Long> evaluation = distinct("seeds.evaluation");
    List<Long> tuning = distinct("seeds.tuning");
    if (evaluation.isEmpty()) {
      reader.refuse("seeds.evaluation", "must name at least one seed");
    }
    if (tuning.stream().anyMatch(evaluation::contains)) {
      reader.refuse("seeds.tuning", "must not share a seed with seeds.evaluation");
    }
    List<Long> from = switch (reader.choice("selection.seeds-from", SeedList.class)) {
      case EVALUATION -> evaluation;
      case TUNING -> tuning;
    };
    List<Long> exactly = distinct("selection.seeds");
    int count = reader.integer("selection.seeds-count", 0, 10_000);
    if (!exactly.isEmpty()) {
      return exactly;
    }
    if (count > from.size()) {
      reader.refuse("selection.seeds-count", "must be at most " + from.size() + ", the number of seeds there are");
    }
    if (from.isEmpty()) {
      reader.refuse("selection.seeds-from", "must name a list with at least one seed");
    }
    int wanted = count > 0 ? count : design.seeds();
    return wanted == 0 ? from : from.subList(0, Math.min(wanted, from.size()));
  }

  private List<Long> distinct(String key) {
    List<Long> seeds = reader.wholes(key);
    if (LongStream.range(0, seeds.size()).anyMatch(place -> seeds.indexOf(seeds.get((int) place)) != place)) {
      reader.refuse(key, "must name each seed once");
    }
    return seeds;
  }

  private static void refuseUnknownArms(SettingsReader reader, String key, List<String> named, List<String> armNames) {
    for (String name : named) {
      if (!armNames.contains(name)) {
        String hint = Spelling.nearest(name, armNames).map(near -> " (did you mean " + near + "?)").orElse("");
        reader.refuseInWords(key, "names no arm '" + name + "'" + hint + "; arms are " + String.join(", ", armNames));
      }
    }
    if (named.stream().distinct().count() < named.size()) {
      reader.refuse(key, "must name each arm once");
    }
  }

  private static String join(List<String> names, String always) {
    TreeSet<String> all = new TreeSet<>(names);
    all.add(always);
    return String.join(", ", all);
  }
}
