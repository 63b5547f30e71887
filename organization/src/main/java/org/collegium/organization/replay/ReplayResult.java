package org.collegium.organization.replay;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.collegium.organization.messagelog.LogExtent;
import org.collegium.organization.run.RunOutcome;

/**
 * What a replay found.
 *
 * @param messages recorded messages that were given to their receivers again
 * @param effects of the cores that were found recorded, bit for bit, at their receivers
 * @param supposed answers whose record died with a node of a merged log, taken as their receivers recorded them
 * @param difference the first one; empty when the run happened exactly as recorded
 * @param extent how far the log reaches
 * @param standings of all organizations that were replayed, by id
 * @param stateHashes final state hash of each organization that ended, as replayed
 * @param finalStateHash SHA-256 over those, as replayed
 */
public record ReplayResult(
    long messages,
    long effects,
    long supposed,
    Optional<Difference> difference,
    LogExtent extent,
    List<Standing> standings,
    SortedMap<String, String> stateHashes,
    String finalStateHash) {
  private static final Comparator<Standing> BY_ORGANIZATION = Comparator.comparing(Standing::organization);

  /** Copies list and map. */
  public ReplayResult {
    standings = List.copyOf(standings);
    stateHashes = Collections.unmodifiableSortedMap(new TreeMap<>(stateHashes));
  }

  /** Whether all organizations that were replayed had come to their end. */
  public boolean isEnded() {
    return standings.stream().allMatch(Standing::isEnded);
  }

  static ReplayResult of(Numbering numbering, LogExtent extent, List<OrganizationResult> organizations) {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (OrganizationResult each : organizations) {
      each.finish().ifPresent(finish -> hashes.put(each.organization(), finish.stateHash()));
    }
    return new ReplayResult(
        numbering.ofTheNode() + organizations.stream().mapToLong(OrganizationResult::messages).sum(),
        organizations.stream().mapToLong(OrganizationResult::effects).sum(),
        organizations.stream().mapToLong(OrganizationResult::supposed).sum(),
        Stream.concat(
                numbering.foundAtTheEnd().stream(), organizations.stream().flatMap(each -> each.found().stream()))
            .min(Found.FIRST)
            .map(Found::difference),
        extent,
        organizations.stream().map(OrganizationResult::standing).sorted(BY_ORGANIZATION).toList(),
        hashes,
        RunOutcome.finalHashOf(hashes));
  }
}
