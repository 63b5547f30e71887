package org.collegium.agents.memory;

/**
 * One rule an agent wrote down.
 *
 * @param subject what it is about; a newer note on the same subject replaces the older
 * @param text the rule, for example {@code zor vex needs pin .}
 */
public record Note(String subject, String text) {}
