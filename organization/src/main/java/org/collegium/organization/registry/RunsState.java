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
 * All that a cluster remembers of its runs. Only the first three are kept through a crash of the node that remembers;
 * the rest is what it sees.
 *
 * @param inPlay the run that is being played
 * @param past earlier ones, the oldest first; at most {@link #PAST_MAX}
 * @param forgotten runs that it got rid of or is getting rid of, the oldest first; at most {@link #FORGOTTEN_MAX}
 * @param nodes roles of all nodes that are there, by name
 * @param opened nodes that are ready for the run in play
 * @param closing nodes that have yet to close the run that is over
 * @param hasBegun whether organizations have begun since this memory did
 */
public record RunsState(
    Optional<RunInPlay> inPlay,
    List<PastRun> past,
    List<ForgottenRun> forgotten,
    SortedMap<String, Set<NodeRole>> nodes,
    SortedSet<String> opened,
    SortedSet<String> closing,
    boolean hasBegun) {
  /** Earlier runs that are remembered. */
  public static final int PAST_MAX = 64;

  /** Runs that the cluster got rid of and still knows of, for nodes that were away all the time. */
  public static final int FORGOTTEN_MAX = 256;

  /** A cluster that has played nothing. */
  public static final RunsState INITIAL =
      new RunsState(Optional.empty(), List.of(), List.of(), new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), false);

  /** Copies the collections. */
  public RunsState {
    past = List.copyOf(past);
    forgotten = List.copyOf(forgotten);
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    opened = Collections.unmodifiableSortedSet(new TreeSet<>(opened));
    closing = Collections.unmodifiableSortedSet(new TreeSet<>(closing));
  }

  /** What a new memory begins with: nobody has been seen yet. */
  public RunsState recovered() {
    return new RunsState(inPlay, past, forgotten, new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), false);
  }

  /** An earlier run. */
  public Optional<PastRun> past(String name) {
    return past.stream().filter(run -> run.identity().name().equals(name)).findFirst();
  }

  RunsState with(RunInPlay run) {
    return new RunsState(Optional.of(run), past, forgotten, nodes, opened, closing, hasBegun);
  }

  RunsState begun() {
    return new RunsState(inPlay, past, forgotten, nodes, opened, closing, true);
  }

  RunsState withNode(String name, Set<NodeRole> roles) {
    SortedMap<String, Set<NodeRole>> more = new TreeMap<>(nodes);
    more.put(name, roles);
    return new RunsState(inPlay, past, forgotten, more, without(opened, name), closing, hasBegun);
  }

  RunsState withoutNode(String name) {
    SortedMap<String, Set<NodeRole>> fewer = new TreeMap<>(nodes);
    fewer.remove(name);
    return new RunsState(inPlay, past, forgotten, fewer, without(opened, name), without(closing, name), hasBegun);
  }

  RunsState withOpened(String name) {
    SortedSet<String> more = new TreeSet<>(opened);
    more.add(name);
    return new RunsState(inPlay, past, forgotten, nodes, more, closing, hasBegun);
  }

  RunsState closingAll() {
    return new RunsState(inPlay, past, forgotten, nodes, new TreeSet<>(), opened, hasBegun);
  }

  RunsState closed(String name) {
    return new RunsState(inPlay, past, forgotten, nodes, opened, without(closing, name), hasBegun);
  }

  /** The run in play becomes the latest earlier one; there may then be more than {@link #PAST_MAX}. */
  RunsState over(PastRun run) {
    List<PastRun> more = new ArrayList<>(past);
    more.add(run);
    return new RunsState(Optional.empty(), more, forgotten, nodes, opened, new TreeSet<>(), false);
  }

  RunsState withoutPast(String name) {
    List<PastRun> fewer = past.stream().filter(run -> !run.identity().name().equals(name)).toList();
    return new RunsState(inPlay, fewer, forgotten, nodes, opened, closing, hasBegun);
  }

  /** A run that is being forgotten, by the value of its identity. */
  Optional<ForgottenRun> forgottenRun(String run) {
    return forgotten.stream().filter(each -> each.identity().value().equals(run)).findFirst();
  }

  RunsState with(List<ForgottenRun> all) {
    return new RunsState(inPlay, past, all, nodes, opened, closing, hasBegun);
  }

  /** With what is now known of a run that is being forgotten. */
  RunsState with(ForgottenRun run) {
    return with(forgotten.stream().map(each -> each.identity().equals(run.identity()) ? run : each).toList());
  }

  private static SortedSet<String> without(SortedSet<String> names, String name) {
    SortedSet<String> fewer = new TreeSet<>(names);
    fewer.remove(name);
    return fewer;
  }
}
