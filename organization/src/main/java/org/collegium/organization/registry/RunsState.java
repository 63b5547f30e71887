package org.collegium.organization.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a cluster remembers of its runs. Only the first two are kept through a crash of the node that remembers; the
 * rest is what it sees.
 *
 * @param inPlay the run that is being played
 * @param past earlier ones, the oldest first; at most {@link #PAST_MAX}
 * @param nodes roles of all nodes that are there, by name
 * @param opened nodes that are ready for the run in play
 * @param closing nodes that have yet to close the run that is over
 * @param hasBegun whether organizations have begun since this memory did
 */
public record RunsState(
    Optional<RunInPlay> inPlay,
    List<PastRun> past,
    SortedMap<String, Set<NodeRole>> nodes,
    SortedSet<String> opened,
    SortedSet<String> closing,
    boolean hasBegun) {
  /** Earlier runs that are remembered. */
  public static final int PAST_MAX = 64;

  /** A cluster that has played nothing. */
  public static final RunsState INITIAL =
      new RunsState(Optional.empty(), List.of(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), false);

  /** Copies the collections. */
  public RunsState {
    past = List.copyOf(past);
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    opened = Collections.unmodifiableSortedSet(new TreeSet<>(opened));
    closing = Collections.unmodifiableSortedSet(new TreeSet<>(closing));
  }

  /** What a new memory begins with: nobody has been seen yet. */
  public RunsState recovered() {
    return new RunsState(inPlay, past, new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), false);
  }

  /** An earlier run. */
  public Optional<PastRun> past(String name) {
    return past.stream().filter(run -> run.identity().name().equals(name)).findFirst();
  }

  RunsState with(RunInPlay run) {
    return new RunsState(Optional.of(run), past, nodes, opened, closing, hasBegun);
  }

  RunsState begun() {
    return new RunsState(inPlay, past, nodes, opened, closing, true);
  }

  RunsState withNode(String name, Set<NodeRole> roles) {
    SortedMap<String, Set<NodeRole>> more = new TreeMap<>(nodes);
    more.put(name, roles);
    return new RunsState(inPlay, past, more, without(opened, name), closing, hasBegun);
  }

  RunsState withoutNode(String name) {
    SortedMap<String, Set<NodeRole>> fewer = new TreeMap<>(nodes);
    fewer.remove(name);
    return new RunsState(inPlay, past, fewer, without(opened, name), without(closing, name), hasBegun);
  }

  RunsState withOpened(String name) {
    SortedSet<String> more = new TreeSet<>(opened);
    more.add(name);
    return new RunsState(inPlay, past, nodes, more, closing, hasBegun);
  }

  RunsState closingAll() {
    return new RunsState(inPlay, past, nodes, new TreeSet<>(), opened, hasBegun);
  }

  RunsState closed(String name) {
    return new RunsState(inPlay, past, nodes, opened, without(closing, name), hasBegun);
  }

  /** The run in play becomes the latest earlier one. */
  RunsState over(PastRun run) {
    List<PastRun> more = new ArrayList<>(past);
    more.add(run);
    List<PastRun> remembered = more.subList(Math.max(0, more.size() - PAST_MAX), more.size());
    return new RunsState(Optional.empty(), remembered, nodes, opened, new TreeSet<>(), false);
  }

  private static SortedSet<String> without(SortedSet<String> names, String name) {
    SortedSet<String> fewer = new TreeSet<>(names);
    fewer.remove(name);
    return fewer;
  }
}
