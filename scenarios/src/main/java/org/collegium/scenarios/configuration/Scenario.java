package org.collegium.scenarios.configuration;

import java.util.List;

/**
 * One scenario file, checked and cut down to what is to run.
 *
 * @param arms to run, in order; at least one
 * @param allArms how many arms the file has
 * @param design chosen
 * @param seeds to run, in order; at least one
 * @param branch 0, or which other future of the same seeds this is: agents draw other numbers in the same worlds
 * @param resolved the whole configuration as HOCON, from which the same scenario is read again
 */
public record Scenario(
    String name,
    String description,
    WorldSettings world,
    List<ArmSettings> arms,
    int allArms,
    Design design,
    List<Long> seeds,
    long branch,
    ModelSettings model,
    String resolved) {
  /** Copies the lists. */
  public Scenario {
    arms = List.copyOf(arms);
    seeds = List.copyOf(seeds);
  }

  /** Whether the other plays the same, however its file says it. */
  public boolean playsAs(Scenario other) {
    return withoutText().equals(other.withoutText());
  }

  private Scenario withoutText() {
    return new Scenario(name, description, world, arms, allArms, design, seeds, branch, model, "");
  }
}
