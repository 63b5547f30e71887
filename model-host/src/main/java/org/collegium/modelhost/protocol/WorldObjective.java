package org.collegium.modelhost.protocol;

/**
 * The world-model loss: next-token loss on observation tokens, with replay, and an anchor that keeps the adapter near
 * the base where nothing is known.
 *
 * @param rowsPerStep rows of one inner step; the newest observations first, filled up from the replay
 * @param innerSteps most optimizer steps of one request
 * @param stopLoss ends early when the mean loss of a step is below; 0 never does
 * @param anchorWeight weight of KL(base, adapted) on the observation tokens of the anchors; 0 turns it off
 */
public record WorldObjective(int rowsPerStep, int innerSteps, double stopLoss, double anchorWeight) {}
