package org.collegium.modelhost.bench;

/**
 * How fast short requests are served from first prompt token to last drawn token.
 *
 * @param requests served
 * @param rowsMax of the running batch
 * @param requestsPerSecond served
 * @param tokensPerSecond drawn
 */
public record RequestRate(int requests, int rowsMax, double requestsPerSecond, double tokensPerSecond) {}
