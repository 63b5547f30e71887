package org.collegium.modelhost.learning;

/**
 * What one counted token adds to a loss, and how the loss changes with it.
 *
 * <p>With logits {@code z}, {@code p = softmax(z)}, the token's id {@code y} and entropy {@code H} of {@code p}: {@code
 * dL/dz = logProbability (onehot(y) - p) - entropy p (ln p + H)}.
 *
 * @param loss the token's share of the loss
 * @param logProbability derivative of the loss by the token's log-probability
 * @param entropy derivative of the loss by the entropy at its place
 * @param clipped whether the clip of the ratio stopped the gradient
 */
record TokenPull(double loss, double logProbability, double entropy, boolean clipped) {}
