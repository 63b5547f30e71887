package org.collegium.scenarios.clusterproof;

import java.time.Duration;
import java.util.Optional;

/**
 * One run that a cluster played, and what became of it.
 *
 * @param fault how it differs from the run in one process; empty when it is equal
 * @param wallMs that it took, as its client saw it; 0 when there is a fault
 * @param longestSilence longest time in which no node recorded anything
 * @param restarts of nodes
 * @param supposed answers whose record died with a node
 */
record ClusterTrial(
    String name, Optional<String> fault, long wallMs, Duration longestSilence, int restarts, long supposed) {
  boolean isEqual() {
    return fault.isEmpty();
  }
}
