package org.collegium.agents.context;

import org.collegium.modelhost.protocol.Tokens;

/**
 * What the world answered.
 *
 * @param text in the world's words
 * @param line the same as a line of the prompt
 */
public record Seen(String text, Tokens line) {}
