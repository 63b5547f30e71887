package org.collegium.organization.cluster;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.collegium.organization.log.FailureListener;

/** The runs whose parts stand on this node, for the registry's actor when it lives here. Safe for many threads. */
final class OpenRuns {
  private final ConcurrentHashMap<String, OpenRun> runs = new ConcurrentHashMap<>();

  /** What orchestrators of a run need on their node. */
  record OpenRun(RunActors actors, AgentAddresses agents, FailureListener failures) {}

  void put(String run, OpenRun open) {
    runs.put(run, open);
  }

  void remove(String run) {
    runs.remove(run);
  }

  Optional<OpenRun> of(String run) {
    return Optional.ofNullable(runs.get(run));
  }
}
