package org.collegium.agents.core;

/** Identifies the contents of a state: the same function on every machine. */
@FunctionalInterface
public interface StateHash {
  /** Lower-case hexadecimal SHA-256 over the canonical bytes of {@link AgentState#settled()}. */
  String of(AgentState state);
}
