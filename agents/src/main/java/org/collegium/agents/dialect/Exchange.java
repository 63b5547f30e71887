package org.collegium.agents.dialect;

/** One action and what the world answered to it. */
public record Exchange(String action, String observation) {}
