package org.collegium.scenarios.fork;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;

/**
 * What is different after a fork.
 *
 * @param seed gives agents other random draws from then on, in the same worlds; empty: the same ones
 * @param sets {@code KEY=VALUE} of the scenario
 * @param arms which arms go on: the name of an arm to its new name; {@code dual} to {@code notes} means that the agents
 *     of {@code dual} go on with the settings of {@code notes}; empty: all as they were
 */
public record Changes(Optional<Long> seed, List<String> sets, SortedMap<String, String> arms) {
  /** Copies list and map. */
  public Changes {
    sets = List.copyOf(sets);
    arms = new TreeMap<>(arms);
  }

  /**
   * Reads arms as they are given on the command line.
   *
   * @param given {@code NAME} or {@code NAME=OTHER}
   * @throws InvalidInputException when two arms would go on under one name
   */
  public static SortedMap<String, String> arms(List<String> given) {
    SortedMap<String, String> arms = new TreeMap<>();
    for (String each : given) {
      String[] names = each.split("=", 2);
      String next = names.length == 1 ? names[0] : names[1];
      if (arms.containsValue(next) || arms.containsKey(names[0])) {
        throw new InvalidInputException("--arm: " + each + ": each arm can go on once, under a name of its own");
      }
      arms.put(names[0], next);
    }
    return arms;
  }

  /**
   * Without what changes nothing: an arm that does not run, more rounds than the design allows, the value as it was.
   *
   * @param configuration of the parent
   * @param telling is told of each in a line
   * @throws InvalidInputException when the configuration cannot be changed like this
   */
  public Changes effective(Path configuration, Consumer<String> telling) {
    Scenario changed = ScenarioFile.read(configuration, overrides());
    Changes effective = this;
    for (String set : sets) {
      List<String> others = new ArrayList<>(effective.sets);
      others.remove(set);
      Changes without = new Changes(seed, others, arms);
      if (without.leadsTo(changed, configuration)) {
        telling.accept(
            "--set " + set + " changes nothing in this fork"
                + changed.design().limits().map(limits -> " (" + limits + ")").orElse("") + "; it is left out");
        effective = without;
      }
    }
    return effective;
  }

  private boolean leadsTo(Scenario changed, Path configuration) {
    try {
      return ScenarioFile.read(configuration, overrides()).playsAs(changed);
    } catch (InvalidInputException needed) {
      // Without it the rest contradicts itself, so it makes a difference.
      return false;
    }
  }

  /** As overrides of the parent's configuration. */
  List<String> overrides() {
    List<String> overrides = new ArrayList<>();
    if (!arms.isEmpty()) {
      List<String> quoted = arms.values().stream().map(arm -> '"' + arm + '"').toList();
      overrides.add("selection.arms=[" + String.join(",", quoted) + "]");
    }
    seed.ifPresent(value -> overrides.add("selection.branch=" + value));
    overrides.addAll(sets);
    return overrides;
  }

  /** For people, one line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    seed.ifPresent(value -> lines.add("seed " + value + " for all that is drawn from here on"));
    for (Map.Entry<String, String> arm : arms.entrySet()) {
      lines.add(arm.getKey().equals(arm.getValue())
          ? "only arm " + arm.getKey()
          : "agents of " + arm.getKey() + " with the settings of " + arm.getValue());
    }
    lines.addAll(sets);
    return lines;
  }

  /** The parent's name of an arm. */
  String before(String arm) {
    return arms.entrySet().stream()
        .filter(entry -> entry.getValue().equals(arm))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(arm);
  }
}
