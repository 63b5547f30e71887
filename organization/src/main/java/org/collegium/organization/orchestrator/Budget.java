package org.collegium.organization.orchestrator;

/**
 * When an organization stops early, checked at the end of each round.
 *
 * @param episodesMax most episodes of all its agents together; {@code Long.MAX_VALUE} for no limit
 * @param tokensMax most tokens generated and read by all its agents together; {@code Long.MAX_VALUE} for no limit
 */
public record Budget(long episodesMax, long tokensMax) {}
