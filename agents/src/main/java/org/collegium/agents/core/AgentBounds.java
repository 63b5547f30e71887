package org.collegium.agents.core;

/**
 * What an agent can never exceed.
 *
 * @param contextTokensMax tokens of one episode's prompt; the oldest exchanges leave first
 * @param actionTokensMax tokens of one action or prediction
 * @param stepsMax actions of one episode
 * @param notesMax notes in memory; the least recently cited leave first
 * @param lessonsMax past lessons in memory; the oldest leave first
 * @param summaryTokensMax tokens of a summary
 * @param briefingTokensMax tokens of a briefing
 * @param retriesMax attempts of one request before the agent gives up
 */
public record AgentBounds(
    int contextTokensMax,
    int actionTokensMax,
    int stepsMax,
    int notesMax,
    int lessonsMax,
    int summaryTokensMax,
    int briefingTokensMax,
    int retriesMax) {}
