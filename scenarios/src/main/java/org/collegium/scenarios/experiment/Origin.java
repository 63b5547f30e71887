package org.collegium.scenarios.experiment;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RoundResult;

/**
 * Where a run comes from.
 *
 * @param parent the run that it was forked from; empty for one that begins at round 1
 * @param states what its actors begin with
 * @param rounds all closed rounds of the parent, by organization: those up to the fork are also this run's
 */
public record Origin(
    Optional<Parent> parent, InitialStates states, SortedMap<String, List<RoundResult>> rounds) {
  /** A run from its very beginning. */
  public static final Origin NONE = new Origin(Optional.empty(), InitialStates.NONE, new TreeMap<>());

  /** Copies the map. */
  public Origin {
    rounds = Collections.unmodifiableSortedMap(new TreeMap<>(rounds));
  }

  /**
   * The run that was forked.
   *
   * @param run name of its folder
   * @param round the last one that both have in common
   * @param changes what is different from then on, for people: {@code seed = 7}
   */
  public record Parent(String run, int round, List<String> changes) {
    /** Copies the list. */
    public Parent {
      changes = List.copyOf(changes);
    }
  }

  /** Rounds that an organization brought along. */
  public List<RoundResult> brought(String organization) {
    int last = states.of(organization).closedRounds();
    return rounds.getOrDefault(organization, List.of()).stream().filter(round -> round.round() <= last).toList();
  }
}
