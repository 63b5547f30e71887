package org.collegium.agents.core;

import org.collegium.modelhost.protocol.Tokens;

/** The only thing the orchestrator tells beside tasks: at most {@code briefing-tokens} tokens. */
public record Briefing(Tokens text) {
  /** Nothing to tell. */
  public static final Briefing NONE = new Briefing(Tokens.empty());
}
