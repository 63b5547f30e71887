package org.collegium.scenarios.clusterproof;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.crash.Program;

/**
 * What is played on clusters.
 *
 * @param program has the commands {@code run} and {@code node}
 * @param configuration resolved, a file
 * @param plan of the same configuration
 * @param scratch a folder for clusters, runs, and what their processes print
 * @param timeout for a run; one that is not over by then hangs
 * @param news is told of each trial, and of what happens in it
 */
public record ProofSetting(
    Program program, Path configuration, RunPlan plan, Path scratch, Duration timeout, Consumer<String> news) {}
