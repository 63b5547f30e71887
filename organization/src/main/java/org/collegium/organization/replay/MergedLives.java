package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.collegium.organization.messagelog.Party;

/** The lives of all receivers of one organization in a merged log. */
final class MergedLives {
  private final SortedMap<Party, List<MergedLife>> lives = new TreeMap<>();
  private final Supplier<Cores> cores;

  /**
   * @param cores makes those of a life
   */
  MergedLives(Supplier<Cores> cores) {
    this.cores = cores;
  }

  /** One life of a receiver; those before it that were not seen yet are there then, too. */
  MergedLife of(Party party, int incarnation) {
    List<MergedLife> own = lives.computeIfAbsent(party, _ -> new ArrayList<>());
    while (own.size() < incarnation) {
      own.add(new MergedLife(party, own.size() + 1, cores.get()));
    }
    return own.get(incarnation - 1);
  }

  /** All lives of a receiver that were seen so far, the first one first. */
  List<MergedLife> of(Party party) {
    return List.copyOf(lives.getOrDefault(party, List.of()));
  }

  /** All lives. */
  List<MergedLife> all() {
    return lives.values().stream().flatMap(List::stream).toList();
  }

  /** Those that have begun and cannot go on. */
  List<MergedLife> waiting() {
    return all().stream().filter(MergedLife::isStanding).filter(MergedLife::isWaiting).toList();
  }

  /** The last life of a receiver that has begun. */
  Optional<MergedLife> standing(Party party) {
    return of(party).reversed().stream().filter(MergedLife::isStanding).findFirst();
  }
}
