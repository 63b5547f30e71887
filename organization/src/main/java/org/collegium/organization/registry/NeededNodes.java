package org.collegium.organization.registry;

import java.util.Set;
import java.util.TreeSet;

/**
 * The nodes without which a run cannot begin.
 *
 * @param self name of the node that keeps the registry: orchestrators live there
 * @param agentNodesMin nodes with agents
 * @param hostNodesMin nodes with model hosts
 */
record NeededNodes(String self, int agentNodesMin, int hostNodesMin) {
  /** Whether a run can begin now. */
  boolean areReady(RunsState state) {
    return areAmong(state.opened(), state);
  }

  /**
   * Whether a run may begin without those who cannot take part, as far as can be seen. Who took part and is not there,
   * or has not been seen by this memory yet, may come back.
   */
  boolean mayBeReady(RunsState state, RunInPlay run) {
    Set<String> able = new TreeSet<>(state.nodes().keySet());
    able.removeAll(state.unable().keySet());
    return !state.nodes().keySet().containsAll(run.nodes()) || areAmong(able, state);
  }

  private boolean areAmong(Set<String> nodes, RunsState state) {
    return nodes.contains(self)
        && count(nodes, state, NodeRole.AGENTS) >= agentNodesMin
        && count(nodes, state, NodeRole.MODEL_HOST) >= hostNodesMin;
  }

  private static long count(Set<String> nodes, RunsState state, NodeRole role) {
    return nodes.stream().filter(node -> state.nodes().getOrDefault(node, Set.of()).contains(role)).count();
  }
}
