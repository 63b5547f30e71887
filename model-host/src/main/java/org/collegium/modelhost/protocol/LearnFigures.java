package org.collegium.modelhost.protocol;

/**
 * What one learning request did.
 *
 * @param steps optimizer steps taken
 * @param loss of the last step
 * @param firstLoss of the first step
 * @param gradientNorm of the last step before clipping
 * @param tokens tokens that the losses counted, over all steps
 * @param groups rollout groups given (policy)
 * @param flatGroups groups whose rewards are all equal (policy)
 * @param clipFraction share of the last step's tokens whose ratio was clipped (policy)
 * @param entropy mean entropy of the action tokens in the last step, nats (policy)
 */
public record LearnFigures(
    int steps,
    double loss,
    double firstLoss,
    double gradientNorm,
    long tokens,
    int groups,
    int flatGroups,
    double clipFraction,
    double entropy) {}
