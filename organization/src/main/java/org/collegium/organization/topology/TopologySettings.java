package org.collegium.organization.topology;

/**
 * Which graph joins the agents of an organization. The orchestrator hears everybody in every kind.
 *
 * @param kind of graph
 * @param degree neighbours an agent (lattice, small world) or mean degree (random); at least 1
 * @param rewiring probability that an edge of the small world is moved, 0 to 1
 */
public record TopologySettings(Kind kind, int degree, double rewiring) {
  /** Kinds of graph. */
  public enum Kind {
    /** Only the orchestrator joins the agents. */
    STAR,
    TREE,
    RING,
    LATTICE,
    SMALL_WORLD,
    RANDOM,
    FULL
  }
}
