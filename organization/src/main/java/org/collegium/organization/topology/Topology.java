package org.collegium.organization.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.Seeds;

/**
 * Who are neighbours in one organization: an undirected graph without loops. The same agents, settings and seed give
 * the same graph on any node.
 */
public final class Topology {
  private final Map<AgentId, List<AgentId>> neighbours;

  private Topology(Map<AgentId, List<AgentId>> neighbours) {
    this.neighbours = neighbours;
  }

  /**
   * Draws the graph.
   *
   * @param agents all agents of the organization, each once, in any order
   * @param seed of the organization; only the small world and the random graph draw from it
   * @throws IllegalArgumentException when an agent comes twice, the degree is below 1 or the rewiring outside 0 to 1
   */
  public static Topology of(TopologySettings settings, List<AgentId> agents, long seed) {
    if (settings.degree() < 1 || !(settings.rewiring() >= 0 && settings.rewiring() <= 1)) {
      throw new IllegalArgumentException("degree must be at least 1 and rewiring 0 to 1, but is " + settings);
    }
    List<AgentId> sorted = List.copyOf(new TreeSet<>(agents));
    if (sorted.size() != agents.size()) {
      throw new IllegalArgumentException("an agent comes twice: " + agents);
    }
    int count = sorted.size();
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "topology", settings.kind()));
    Edges edges =
        switch (settings.kind()) {
          case STAR -> new Edges(count);
          case TREE -> tree(count, settings.degree());
          case RING -> lattice(count, 2);
          case LATTICE -> lattice(count, settings.degree());
          case SMALL_WORLD -> smallWorld(count, settings.degree(), settings.rewiring(), random);
          case RANDOM -> random(count, settings.degree(), random);
          case FULL -> lattice(count, count - 1);
        };
    TreeMap<AgentId, List<AgentId>> neighbours = new TreeMap<>();
    for (int agent = 0; agent < count; agent++) {
      neighbours.put(sorted.get(agent), edges.of(agent).stream().map(sorted::get).toList());
    }
    return new Topology(neighbours);
  }

  /**
   * Neighbours of an agent in the order of their ids.
   *
   * @throws IllegalArgumentException when the agent is not of this organization
   */
  public List<AgentId> neighbours(AgentId agent) {
    List<AgentId> found = neighbours.get(agent);
    if (found == null) {
      throw new IllegalArgumentException(agent + " is not in this topology");
    }
    return found;
  }

  /** The tree in which each agent has at most {@code children} below it, filled level by level. */
  private static Edges tree(int count, int children) {
    Edges edges = new Edges(count);
    for (int agent = 1; agent < count; agent++) {
      edges.join(agent, (agent - 1) / children);
    }
    return edges;
  }

  /** Agents on a circle, each joined with its {@code degree} nearest; an odd one out is joined with its opposite. */
  private static Edges lattice(int count, int degree) {
    Edges edges = new Edges(count);
    int near = Math.min(degree, count - 1);
    for (int agent = 0; agent < count; agent++) {
      for (int distance = 1; distance <= near / 2; distance++) {
        edges.join(agent, (agent + distance) % count);
      }
      if (near % 2 == 1) {
        edges.join(agent, (agent + count / 2) % count);
      }
    }
    return edges;
  }

  /** Watts and Strogatz, Nature 393 (1998), 440: each edge of the lattice keeps one end and may lose the other. */
  private static Edges smallWorld(int count, int degree, double rewiring, SplittableRandom random) {
    Edges edges = lattice(count, degree);
    for (int agent = 0; agent < count; agent++) {
      for (int other : List.copyOf(edges.of(agent).tailSet(agent, false))) {
        boolean hasRoom = edges.of(agent).size() < count - 1;
        if (random.nextDouble() < rewiring && hasRoom) {
          edges.part(agent, other);
          edges.join(agent, strangerOf(agent, other, edges, random));
        }
      }
    }
    return edges;
  }

  private static int strangerOf(int agent, int former, Edges edges, SplittableRandom random) {
    List<Integer> strangers = new ArrayList<>();
    for (int other = 0; other < edges.count(); other++) {
      if (other != agent && other != former && !edges.of(agent).contains(other)) {
        strangers.add(other);
      }
    }
    return strangers.get(random.nextInt(strangers.size()));
  }

  /** Erdős and Rényi's G(n, m) with the number of edges that gives the mean degree. */
  private static Edges random(int count, int degree, SplittableRandom random) {
    Edges edges = new Edges(count);
    long pairs = (long) count * (count - 1) / 2;
    long wanted = Math.min(pairs, Math.round((double) count * degree / 2));
    // Floyd's sampling without replacement: one draw an edge however dense the graph is.
    TreeSet<Long> chosen = new TreeSet<>();
    for (long last = pairs - wanted; last < pairs; last++) {
      long drawn = random.nextLong(last + 1);
      if (!chosen.add(drawn)) {
        chosen.add(last);
      }
    }
    long rowStart = 0;
    int row = 1;
    for (long pair : chosen) {
      while (pair >= rowStart + row) {
        rowStart += row;
        row++;
      }
      edges.join(row, (int) (pair - rowStart));
    }
    return edges;
  }

  /** Adjacency by number. */
  private record Edges(List<TreeSet<Integer>> sets) {
    Edges(int count) {
      this(new ArrayList<>(Collections.nCopies(count, new TreeSet<>())));
      sets.replaceAll(shared -> new TreeSet<>());
    }

    int count() {
      return sets.size();
    }

    TreeSet<Integer> of(int agent) {
      return sets.get(agent);
    }

    void join(int one, int other) {
      if (one != other) {
        sets.get(one).add(other);
        sets.get(other).add(one);
      }
    }

    void part(int one, int other) {
      sets.get(one).remove(other);
      sets.get(other).remove(one);
    }
  }
}
