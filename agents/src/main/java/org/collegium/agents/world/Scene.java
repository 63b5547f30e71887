package org.collegium.agents.world;

/**
 * Where an episode stands in its world; all the world remembers of it.
 *
 * @param task what is attempted
 * @param seed of the episode's own random stream
 * @param memo what happened so far, in the world's own notation
 */
public record Scene(Task task, long seed, String memo) {}
