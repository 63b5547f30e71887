package org.collegium.scenarios.report;

/**
 * A command that a reader of the report can give.
 *
 * @param purpose what for, as a heading, for example {@code Replay it bit for bit}
 * @param command one line for a shell
 */
public record Instruction(String purpose, String command) {}
