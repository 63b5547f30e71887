package org.collegium.scenarios.experiment;

/**
 * Who told whom how much, over the whole run of one organization.
 *
 * @param from {@code orchestrator} or the name of an agent
 * @param to {@code orchestrator} or the name of an agent
 * @param messages how many
 * @param bytes as Protobuf
 */
public record MessageEdge(String organization, String from, String to, long messages, long bytes) {}
