package org.collegium.modelhost.protocol;

/** One finished episode of a group with the reward it earned. */
public record Rollout(Trajectory trajectory, double reward) {}
