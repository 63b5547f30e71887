package org.collegium.scenarios.configuration;

import org.collegium.modelhost.pretraining.PretrainingSettings;
import org.collegium.scenarios.frontdesk.CorpusMixture;

/**
 * A pretraining as its file describes it.
 *
 * @param training shape, optimizer, batch and schedule
 * @param corpusSeed draws the texts
 * @param mixture what the corpus is mixed of
 * @param threads that share one native operation
 * @param resolved the whole configuration as HOCON
 */
public record Pretraining(
    PretrainingSettings training,
    long corpusSeed,
    CorpusMixture mixture,
    int threads,
    String resolved) {}
