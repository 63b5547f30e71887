package org.collegium.agents.core;

import org.collegium.modelhost.protocol.ActiveAdapters;

/**
 * How an agent thinks before it acts.
 *
 * @param kind what decides; an idle mind has no use for all that follows
 * @param imagines whether it asks its world model first and puts the prediction before its policy
 * @param notes whether it writes notes from episodes and cites them
 * @param notesCited most notes in a prompt
 * @param actsWith adapters active while acting
 * @param imaginesWith adapters active while imagining
 * @param actTemperature of actions, above 0
 * @param imagineTemperature of predictions; 0 takes the likeliest
 */
public record MindSettings(
    Kind kind,
    boolean imagines,
    boolean notes,
    int notesCited,
    ActiveAdapters actsWith,
    ActiveAdapters imaginesWith,
    double actTemperature,
    double imagineTemperature) {
  /** What decides what an agent does. */
  public enum Kind {
    /** The shared model, with the agent's adapters. */
    MODEL,
    /**
     * A rule that asks nothing of any model: look at the opening of each episode and leave. Rounds, worlds, reports and
     * commits are those of any agent, so it shows what all that costs.
     */
    IDLE
  }
}
