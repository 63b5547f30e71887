package org.collegium.scenarios.experiment;

/**
 * One variant of a scenario, for people.
 *
 * @param name for example {@code dual}
 * @param description one sentence, may be empty
 * @param groupSize rollouts of a task side by side
 * @param rounds most rounds of its organizations
 */
public record ArmDescription(String name, String description, int groupSize, int rounds) {}
