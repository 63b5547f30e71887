package org.collegium.agents.core;

import org.collegium.modelhost.protocol.Tokens;

/**
 * The only thing an agent tells of a round.
 *
 * @param text at most {@code summary-tokens} tokens; checked where it is decoded and by the orchestrator
 * @param figures outcome figures
 */
public record Summary(Tokens text, Figures figures) {}
