package org.collegium.organization.replay;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.wire.MessageWire;

/** The replays of several organizations: each record goes to its own, those of the node to all. For one thread. */
final class OrganizationReplays {
  /** Where the landmark of a merged log stands: behind the beginning of the log. */
  private static final long POSITION_OF_MERGED = 2;

  private final SortedMap<String, OrganizationReplay> replays = new TreeMap<>();
  private final BiFunction<String, Landmark.Merged, OrganizationReplay> merged;

  OrganizationReplays(
      Collection<String> organizations, RunCores cores, InitialStates initial, ReplayScope scope) {
    this.merged = (each, landmark) -> new MergedReplay(each, cores, initial, scope, landmark);
    organizations.forEach(each -> replays.put(each, new LocalReplay(each, cores, initial, scope)));
  }

  /** Takes the next record; one of an organization that is not among these is no concern of theirs. */
  void take(Numbered numbered) {
    if (numbered.record().receiver().equals(Party.NODE)) {
      if (numbered.position() == POSITION_OF_MERGED
          && MessageWire.messageOf(numbered.record().manifest(), numbered.record().payload())
              instanceof Landmark.Merged landmark) {
        replays.replaceAll((organization, _) -> merged.apply(organization, landmark));
      }
      replays.values().forEach(replay -> replay.take(numbered));
      return;
    }
    OrganizationReplay replay = replays.get(numbered.record().organization());
    if (replay != null) {
      replay.take(numbered);
    }
  }

  Optional<OrganizationReplay> of(String organization) {
    return Optional.ofNullable(replays.get(organization));
  }

  /** The first difference so far. */
  Optional<Found> found() {
    return replays.values().stream().flatMap(replay -> replay.found().stream()).min(Found.FIRST);
  }

  List<OrganizationResult> end(Optional<RunOutcome> expected) {
    return replays.values().stream().map(replay -> replay.end(expected)).toList();
  }
}
