package org.collegium.modelhost.protocol;

/**
 * AdamW as one adapter sees it.
 *
 * @param learningRate step size
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay decoupled decay
 * @param gradientNormMax the adapter's own gradient is scaled down to this norm
 */
public record OptimizerSettings(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay, double gradientNormMax) {}
