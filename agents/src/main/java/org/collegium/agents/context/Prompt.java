package org.collegium.agents.context;

import org.collegium.modelhost.protocol.Tokens;

/**
 * What the policy continues.
 *
 * @param windowStart first turn that is in it; earlier ones had to leave
 */
public record Prompt(int windowStart, Tokens tokens) {}
