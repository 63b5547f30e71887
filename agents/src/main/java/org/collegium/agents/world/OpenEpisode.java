package org.collegium.agents.world;

/**
 * An episode that was opened and not left.
 *
 * @param scene where it stands
 * @param answered the last answer; given again when the same step is asked again
 */
public record OpenEpisode(Scene scene, WorldEffect.Answer answered) {}
