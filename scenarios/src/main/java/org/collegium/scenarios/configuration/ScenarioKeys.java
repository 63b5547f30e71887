package org.collegium.scenarios.configuration;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which keys may stand where. */
final class ScenarioKeys {
  /** Keys of one design. */
  static final SortedSet<String> OF_DESIGN = new TreeSet<>(List.of("arms", "seeds", "agents-max", "rounds-max"));

  private static final List<String> OF_SCENARIO_ONLY =
      List.of("scenario.", "world.", "seeds.", "arms", "designs", "templates", "selection.", "model.");

  private ScenarioKeys() {}

  /** Keys of one arm: all that is about agents, and a description. */
  static SortedSet<String> ofArm(SortedSet<String> known) {
    SortedSet<String> keys = known.stream()
        .filter(key -> OF_SCENARIO_ONLY.stream().noneMatch(key::startsWith))
        .collect(Collectors.toCollection(TreeSet::new));
    keys.add("description");
    return keys;
  }
}
