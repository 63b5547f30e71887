package org.collegium.agents.core;

import org.collegium.modelhost.protocol.ActiveAdapters;

/**
 * How an agent thinks before it acts.
 *
 * @param imagines whether it asks its world model first and puts the prediction before its policy
 * @param notes whether it writes notes from episodes and cites them
 * @param notesCited most notes in a prompt
 * @param actsWith adapters active while acting
 * @param imaginesWith adapters active while imagining
 * @param actTemperature of actions, above 0
 * @param imagineTemperature of predictions; 0 takes the likeliest
 */
public record MindSettings(
    boolean imagines,
    boolean notes,
    int notesCited,
    ActiveAdapters actsWith,
    ActiveAdapters imaginesWith,
    double actTemperature,
    double imagineTemperature) {}
