package org.collegium.agents.world;

/**
 * A question about what the world model believes, measured without acting.
 *
 * @param label under which the result is counted, for example {@code unseen}
 * @param prompt text up to the asked place
 * @param answer the continuation whose log-probability and entropy are measured
 */
public record Probe(String label, String prompt, String answer) {}
