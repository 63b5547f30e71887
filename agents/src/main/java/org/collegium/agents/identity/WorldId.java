package org.collegium.agents.identity;

/** Names one world, for example {@code dual/3/agent-1} when every agent has its own. */
public record WorldId(String value) {}
