package org.collegium.organization.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.collegium.organization.cluster.management.Readiness;
import org.collegium.organization.log.FailureListener;

/**
 * The runs whose parts stand on this node, for the registry's actor when it lives here, and what of others does not
 * stand yet, for those who ask whether the node is ready. Safe for many threads.
 */
final class OpenRuns implements Readiness {
  private final ConcurrentHashMap<String, OpenRun> runs = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<String, String> unopened = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<String, String> unloaded = new ConcurrentSkipListMap<>();

  /** What orchestrators of a run need on their node. */
  record OpenRun(RunActors actors, AgentAddresses agents, FailureListener failures) {}

  /** The node's part of a run is being opened; if that was tried before, what it lacks stays said. */
  void begin(String run) {
    unopened.putIfAbsent(run, "this node's part of it is being opened");
  }

  /**
   * The node's part of a run does not stand.
   *
   * @param why in a few words
   * @return whether that is new
   */
  boolean lack(String run, String why) {
    return !why.equals(unopened.put(run, why));
  }

  /** Runs of which the node's part does not stand. */
  Set<String> lacking() {
    return Set.copyOf(unopened.keySet());
  }

  /** The node's part of a run stands. */
  void put(String run, OpenRun open) {
    runs.put(run, open);
    unopened.remove(run);
  }

  /** The model host of a run reads its model. */
  void load(String run) {
    unloaded.put(run, "its model is being loaded");
  }

  /** The model host of a run has its model. */
  void loaded(String run) {
    unloaded.remove(run);
  }

  /** The run is over. */
  void remove(String run) {
    runs.remove(run);
    unopened.remove(run);
    unloaded.remove(run);
  }

  Optional<OpenRun> of(String run) {
    return Optional.ofNullable(runs.get(run));
  }

  @Override
  public List<String> obstacles() {
    return List.of(unopened, unloaded).stream()
        .flatMap(missing -> missing.entrySet().stream())
        .map(missing -> "run " + missing.getKey() + ": " + missing.getValue())
        .toList();
  }
}
