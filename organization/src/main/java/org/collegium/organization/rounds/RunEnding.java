package org.collegium.organization.rounds;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunOutcome.Ending;

/** Makes the outcome of a run out of the endings of its organizations. */
public final class RunEnding {
  private RunEnding() {}

  /**
   * The outcome.
   *
   * @param finished how each organization ended, as far as it did
   * @param lost why the run ended although no orchestrator said so; empty when all of them did
   */
  public static RunOutcome of(SortedMap<String, Finish> finished, Optional<String> lost) {
    SortedMap<String, String> hashes = new TreeMap<>();
    SortedMap<String, Integer> rounds = new TreeMap<>();
    finished.forEach((organization, finish) -> {
      hashes.put(organization, finish.stateHash());
      rounds.put(organization, finish.rounds());
    });
    Ending ending = lost.isPresent() ? Ending.FAILED : gravest(finished.values());
    String detail = lost.or(() -> detail(finished.values(), ending)).orElse("nothing was to be done");
    return new RunOutcome(ending, detail, hashes, RunOutcome.finalHashOf(hashes), rounds);
  }

  /** A run that ended before any organization did. */
  public static RunOutcome lost(String why) {
    return of(new TreeMap<>(), Optional.of(why));
  }

  /** A run whose log does not hold all of it. */
  public static RunOutcome unrecorded(RunOutcome reached, String why) {
    return new RunOutcome(
        Ending.FAILED, why, reached.stateHashes(), reached.finalStateHash(), reached.rounds());
  }

  private static Ending gravest(Collection<Finish> finished) {
    return finished.stream().map(Finish::ending).max(Ending::compareTo).orElse(Ending.COMPLETED);
  }

  /** The words of the first organization, by id, that ended like the whole run. */
  private static Optional<String> detail(Collection<Finish> finished, Ending ending) {
    return finished.stream().filter(finish -> finish.ending() == ending).map(Finish::detail).findFirst();
  }
}
