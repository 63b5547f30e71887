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
 * @param unable why nodes cannot take part in the run in play, by their names
 * @param closing nodes that have yet to close the run that is over
 * @param reminders how many came since the run in play was accepted or this memory began; counted until it begins
 * @param hasBegun whether organizations have begun since this memory did
 */
public record RunsState(
    Optional<RunInPlay> inPlay,
    List<PastRun> past,
    List<ForgottenRun> forgotten,
    SortedMap<String, Set<NodeRole>> nodes,
    SortedSet<String> opened,
    SortedMap<String, String> unable,
    SortedSet<String> closing,
    int reminders,
    boolean hasBegun) {
  /** Earlier runs that are remembered. */
  public static final int PAST_MAX = 64;

  /** Runs that the cluster got rid of and still knows of, for nodes that were away all the time. */
  public static final int FORGOTTEN_MAX = 256;

  /** A cluster that has played nothing. */
  public static final RunsState INITIAL = kept(Optional.empty(), List.of(), List.of());

  /** Copies the collections. */
  public RunsState {
    past = List.copyOf(past);
    forgotten = List.copyOf(forgotten);
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    opened = Collections.unmodifiableSortedSet(new TreeSet<>(opened));
    unable = Collections.unmodifiableSortedMap(new TreeMap<>(unable));
    closing = Collections.unmodifiableSortedSet(new TreeSet<>(closing));
  }

  /** What a new memory begins with that was kept: nobody has been seen yet. */
  public static RunsState kept(Optional<RunInPlay> inPlay, List<PastRun> past, List<ForgottenRun> forgotten) {
    return new RunsState(
        inPlay, past, forgotten, new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), new TreeSet<>(), 0, false);
  }

  /** What a new memory begins with. */
  public RunsState recovered() {
    return kept(inPlay, past, forgotten);
  }

  /** An earlier run. */
  public Optional<PastRun> past(String name) {
    return past.stream().filter(run -> run.identity().name().equals(name)).findFirst();
  }

  RunsState with(RunInPlay run) {
    return with(Optional.of(run), past, forgotten);
  }

  RunsState begun() {
    return new RunsState(inPlay, past, forgotten, nodes, opened, unable, closing, reminders, true);
  }

  RunsState withNode(String name, Set<NodeRole> roles) {
    SortedMap<String, Set<NodeRole>> more = new TreeMap<>(nodes);
    more.put(name, roles);
    return new RunsState(
        inPlay, past, forgotten, more, without(opened, name), without(unable, name), closing, reminders, hasBegun);
  }

  RunsState withoutNode(String name) {
    SortedMap<String, Set<NodeRole>> fewer = new TreeMap<>(nodes);
    fewer.remove(name);
    return new RunsState(
        inPlay,
        past,
        forgotten,
        fewer,
        without(opened, name),
        without(unable, name),
        without(closing, name),
        reminders,
        hasBegun);
  }

  RunsState withOpened(String name) {
    SortedSet<String> more = new TreeSet<>(opened);
    more.add(name);
    return new RunsState(
        inPlay, past, forgotten, nodes, more, without(unable, name), closing, reminders, hasBegun);
  }

  RunsState withUnable(String name, String problem) {
    SortedMap<String, String> more = new TreeMap<>(unable);
    more.put(name, problem);
    return new RunsState(inPlay, past, forgotten, nodes, opened, more, closing, reminders, hasBegun);
  }

  RunsState reminded() {
    return new RunsState(inPlay, past, forgotten, nodes, opened, unable, closing, reminders + 1, hasBegun);
  }

  RunsState closingAll() {
    return new RunsState(inPlay, past, forgotten, nodes, new TreeSet<>(), unable, opened, reminders, hasBegun);
  }

  RunsState closed(String name) {
    return new RunsState(
        inPlay, past, forgotten, nodes, opened, unable, without(closing, name), reminders, hasBegun);
  }

  /** The run in play becomes the latest earlier one; there may then be more than {@link #PAST_MAX}. */
  RunsState over(PastRun run) {
    List<PastRun> more = new ArrayList<>(past);
    more.add(run);
    return new RunsState(
        Optional.empty(), more, forgotten, nodes, opened, new TreeMap<>(), new TreeSet<>(), 0, false);
  }

  RunsState withoutPast(String name) {
    List<PastRun> fewer = past.stream().filter(run -> !run.identity().name().equals(name)).toList();
    return with(inPlay, fewer, forgotten);
  }

  /** A run that is being forgotten, by the value of its identity. */
  Optional<ForgottenRun> forgottenRun(String run) {
    return forgotten.stream().filter(each -> each.identity().value().equals(run)).findFirst();
  }

  RunsState with(List<ForgottenRun> all) {
    return with(inPlay, past, all);
  }

  /** With what is now known of a run that is being forgotten. */
  RunsState with(ForgottenRun run) {
    return with(forgotten.stream().map(each -> each.identity().equals(run.identity()) ? run : each).toList());
  }

  private RunsState with(Optional<RunInPlay> run, List<PastRun> earlier, List<ForgottenRun> gone) {
    return new RunsState(run, earlier, gone, nodes, opened, unable, closing, reminders, hasBegun);
  }

  private static SortedSet<String> without(SortedSet<String> names, String name) {
    SortedSet<String> fewer = new TreeSet<>(names);
    fewer.remove(name);
    return fewer;
  }

  private static SortedMap<String, String> without(SortedMap<String, String> all, String name) {
    SortedMap<String, String> fewer = new TreeMap<>(all);
    fewer.remove(name);
    return fewer;
  }
}
