package org.collegium.agents.core;

import org.collegium.agents.dialect.Framing;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.WorldObjective;

/**
 * How observations move the world adapter.
 *
 * @param active adapters in the forward pass
 * @param framing form of a lesson
 * @param replayRows past lessons handed along with each request; 0 is the ablation without replay
 * @param anchors made-up queries handed along when the anchor has weight
 */
public record WorldLearning(
    WorldObjective objective,
    OptimizerSettings optimizer,
    ActiveAdapters active,
    Framing framing,
    int replayRows,
    int anchors) {}
