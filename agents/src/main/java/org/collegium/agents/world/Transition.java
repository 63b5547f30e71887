package org.collegium.agents.world;

/**
 * What an action led to.
 *
 * @param scene the new state
 * @param observation what the agent sees; may be empty at the opening
 * @param reward of this step, finite
 * @param over whether the episode has ended
 */
public record Transition(Scene scene, String observation, double reward, boolean over) {}
