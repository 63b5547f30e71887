package org.collegium.scenarios.configuration;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds keys that nobody reads. */
final class UnknownKeys {
  private final SortedSet<String> known;
  private final Problems problems;
  private final String advice;

  /**
   * Prepares a search.
   *
   * @param known every key that is read; {@code arms} and {@code designs} hold named sections
   * @param advice for a key that resembles no other
   */
  UnknownKeys(SortedSet<String> known, Problems problems, String advice) {
    this.known = known;
    this.problems = problems;
    this.advice = advice;
  }

  /** Notes every unknown key of a section whose keys are all plain ones. */
  void search(String section, ConfigObject given) {
    inOrder(given).forEach(entry -> check(section + ".", entry.getKey(), entry.getValue(), known));
  }

  /** Notes every key of the given configuration that is unknown. */
  void search(ConfigObject given) {
    SortedSet<String> flat = new TreeSet<>(known);
    flat.remove("arms");
    flat.remove("designs");
    flat.remove("templates");
    inOrder(given).forEach(entry -> {
      switch (entry.getKey()) {
        case "arms" -> sections("arms.", entry.getValue(), ScenarioKeys.ofArm(known));
        case "templates" -> sections("templates.", entry.getValue(), ScenarioKeys.ofArm(known));
        case "designs" -> sections("designs.", entry.getValue(), ScenarioKeys.OF_DESIGN);
        default -> check("", entry.getKey(), entry.getValue(), flat);
      }
    });
  }

  private void sections(String prefix, ConfigValue value, SortedSet<String> keys) {
    if (value instanceof ConfigObject all) {
      all.forEach((name, section) -> {
        if (section instanceof ConfigObject object) {
          inOrder(object).forEach(
              entry -> check(prefix + name + ".", entry.getKey(), entry.getValue(), keys));
        }
      });
    }
  }

  private void check(String shownPrefix, String path, ConfigValue value, SortedSet<String> keys) {
    if (keys.contains(path)) {
      return;
    }
    String prefix = path + ".";
    boolean isSection = keys.tailSet(prefix).stream().findFirst().filter(key -> key.startsWith(prefix)).isPresent();
    if (isSection && value instanceof ConfigObject object) {
      inOrder(object).forEach(
          entry -> check(shownPrefix, path + "." + entry.getKey(), entry.getValue(), keys));
    } else if (isSection) {
      problems.add(value, shownPrefix + path + " must be a section in braces, was " + value.unwrapped());
    } else {
      problems.add(value, shownPrefix + path + " is not a key" + hint(shownPrefix, path, keys));
    }
  }

  private String hint(String shownPrefix, String path, SortedSet<String> keys) {
    List<String> names = new ArrayList<>(keys);
    for (String key : keys) {
      for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
        names.add(key.substring(0, dot));
      }
    }
    return Spelling.nearest(path, names)
        .or(() -> sameLastName(path, keys))
        .map(near -> "; did you mean " + shownPrefix + near + "?")
        .orElse("; " + advice);
  }

  private static Optional<String> sameLastName(String path, SortedSet<String> keys) {
    String last = path.substring(path.lastIndexOf('.') + 1);
    return keys.stream().filter(key -> key.endsWith("." + last)).findFirst();
  }

  private static List<Map.Entry<String, ConfigValue>> inOrder(ConfigObject object) {
    return object.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
  }
}
