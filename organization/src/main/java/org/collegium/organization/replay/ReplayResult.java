package org.collegium.organization.replay;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replay found.
 *
 * @param messages recorded messages that were given to their receivers again
 * @param effects of the cores that were found recorded, bit for bit, at their receivers
 * @param difference the first one; empty when the run happened exactly as recorded
 * @param stateHashes final state hash of each organization that ended, as replayed
 * @param finalStateHash SHA-256 over those, as replayed
 */
public record ReplayResult(
    long messages,
    long effects,
    Optional<Difference> difference,
    SortedMap<String, String> stateHashes,
    String finalStateHash) {
  /** Copies the map. */
  public ReplayResult {
    stateHashes = Collections.unmodifiableSortedMap(new TreeMap<>(stateHashes));
  }
}
