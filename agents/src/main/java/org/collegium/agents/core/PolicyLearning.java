package org.collegium.agents.core;

import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;

/**
 * How reward moves the policy adapter.
 *
 * @param active adapters in the forward pass
 * @param innerSteps optimizer steps a round
 * @param resamplesMax groups a round that may be replaced because their rewards are all equal (dynamic sampling)
 */
public record PolicyLearning(
    PolicyObjective objective, OptimizerSettings optimizer, ActiveAdapters active, int innerSteps, int resamplesMax) {}
