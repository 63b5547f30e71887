package org.collegium.scenarios.clusterproof;

import java.util.List;

/**
 * A node of a cluster that is to be started.
 *
 * @param name also that of its folder
 * @param roles as the command line names them
 * @param processors that it may use, as {@code taskset} lists them; empty for all
 */
record NodePlan(String name, List<String> roles, String processors) {
  /** Copies the list. */
  NodePlan {
    roles = List.copyOf(roles);
  }

  static NodePlan of(String name, String... roles) {
    return new NodePlan(name, List.of(roles), "");
  }

  NodePlan pinnedTo(String list) {
    return new NodePlan(name, roles, list);
  }
}
