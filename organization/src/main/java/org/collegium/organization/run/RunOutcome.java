package org.collegium.organization.run;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a run ended.
 *
 * @param ending why
 * @param detail for people; names the organization and agent when the run failed
 * @param stateHashes final state hash of each organization, lower-case hexadecimal SHA-256
 * @param finalStateHash SHA-256 over those, in the order of the ids
 * @param rounds closed rounds of each organization
 */
public record RunOutcome(
    Ending ending,
    String detail,
    SortedMap<String, String> stateHashes,
    String finalStateHash,
    SortedMap<String, Integer> rounds) {
  /** Why a run ended. */
  public enum Ending {
    COMPLETED,
    /** A budget was spent. */
    BUDGET_SPENT,
    /** Somebody asked for it; every organization stopped at a round boundary. */
    STOPPED,
    FAILED
  }

  /** Copies the maps. */
  public RunOutcome {
    stateHashes = Collections.unmodifiableSortedMap(new TreeMap<>(stateHashes));
    rounds = Collections.unmodifiableSortedMap(new TreeMap<>(rounds));
  }

  /** SHA-256 over the hashes of all organizations, in the order of their ids. */
  public static String finalHashOf(SortedMap<String, String> stateHashes) {
    SequenceHash all = SequenceHash.begin();
    stateHashes.forEach((organization, hash) -> all.and(organization).and(hash));
    return all.hex();
  }
}
