package org.collegium.agents.core;

import org.collegium.agents.identity.AgentId;

/**
 * What an agent answers to an assignment.
 *
 * @param stateHash lower-case hexadecimal SHA-256 over the agent's whole state at the end of the round: memory, adapter
 *     stamps, counters
 */
public record RoundReport(AgentId agent, int round, Summary summary, String stateHash) {}
