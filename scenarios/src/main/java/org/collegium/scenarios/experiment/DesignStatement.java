package org.collegium.scenarios.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.collegium.scenarios.configuration.ArmSettings;
import org.collegium.scenarios.configuration.Scenario;

/** Says in one sentence what a run does and what it leaves out. */
final class DesignStatement {
  private DesignStatement() {}

  static String of(Scenario scenario) {
    List<ArmSettings> arms = scenario.arms();
    String agents =
        arms.stream().map(arm -> Integer.toString(arm.agents())).distinct().collect(Collectors.joining(" or "));
    List<String> parts = new ArrayList<>();
    parts.add(arms.size() + " of " + scenario.allArms() + (scenario.allArms() == 1 ? " arm" : " arms") + " ("
        + arms.stream().map(DesignStatement::arm).collect(Collectors.joining("; ")) + ")");
    parts.add((scenario.seeds().size() == 1 ? "seed " : "seeds ")
        + scenario.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    parts.add(agents + (agents.equals("1") ? " agent" : " agents") + " in each organization, "
        + scenario.world().companies() + " companies each"
        + (scenario.world().blocks() > 1 ? " in each of " + scenario.world().blocks() + " blocks" : ""));
    return "Design " + scenario.design().name() + ": " + String.join(", ", parts) + ".";
  }

  private static String arm(ArmSettings arm) {
    return arm.name() + ", G = " + arm.groupSize() + ", " + arm.rounds() + " rounds";
  }
}
