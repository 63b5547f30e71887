package org.collegium.organization.registry;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;

/**
 * The run that a cluster plays.
 *
 * @param identity which run it is; its name is unique among the runs that the cluster knows
 * @param scenario the text of its resolved configuration
 * @param organizations ids of all of them
 * @param isStopping whether somebody asked it to stop at the next round boundaries
 * @param failure why the whole run failed; empty while it has not
 * @param finished how organizations ended, as far as they did
 * @param nodes names of all nodes that ever took part: each of them has a part of the log
 */
public record RunInPlay(
    RunIdentity identity,
    String scenario,
    List<String> organizations,
    boolean isStopping,
    Optional<String> failure,
    SortedMap<String, Finish> finished,
    SortedSet<String> nodes) {
  /** Copies the collections. */
  public RunInPlay {
    organizations = List.copyOf(organizations);
    finished = Collections.unmodifiableSortedMap(new TreeMap<>(finished));
    nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
  }

  static RunInPlay of(RunIdentity identity, String scenario, List<String> organizations) {
    return new RunInPlay(
        identity, scenario, organizations, false, Optional.empty(), new TreeMap<>(), new TreeSet<>());
  }

  boolean isOver() {
    return failure.isPresent() || finished.keySet().containsAll(organizations);
  }

  /** Organizations that have not ended. */
  List<String> playing() {
    return organizations.stream().filter(organization -> !finished.containsKey(organization)).toList();
  }

  RunInPlay joinedBy(String node) {
    SortedSet<String> more = new TreeSet<>(nodes);
    more.add(node);
    return new RunInPlay(identity, scenario, organizations, isStopping, failure, finished, more);
  }

  RunInPlay ended(String organization, Finish finish) {
    SortedMap<String, Finish> more = new TreeMap<>(finished);
    more.put(organization, finish);
    return new RunInPlay(identity, scenario, organizations, isStopping, failure, more, nodes);
  }

  RunInPlay stopping() {
    return new RunInPlay(identity, scenario, organizations, true, failure, finished, nodes);
  }

  RunInPlay failed(String reason) {
    Optional<String> first = failure.or(() -> Optional.of(reason));
    return new RunInPlay(identity, scenario, organizations, isStopping, first, finished, nodes);
  }
}
