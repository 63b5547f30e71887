package org.collegium.agents.dialect;

/** A stretch of text in a lesson; only what {@code learned} marks is an observation that the world loss counts. */
public record Passage(String text, boolean learned) {}
