package org.collegium.organization.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.topology.TopologySettings.Kind;
import org.junit.jupiter.api.Test;

class TopologyTest {
  @Test
  void everyGraphIsSymmetricSortedAndWithoutLoops() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 400; round++) {
      long seed = random.nextLong();
      int count = 1 + random.nextInt(20);
      Kind kind = List.of(Kind.values()).get(round % 7);
      TopologySettings settings = new TopologySettings(kind, 1 + random.nextInt(8), random.nextDouble());
      List<AgentId> agents = agents(count);
      Topology topology = Topology.of(settings, agents, seed);
      for (AgentId agent : agents) {
        List<AgentId> neighbours = topology.neighbours(agent);
        assertThat(neighbours).as("seed %d, %s, %d agents", seed, settings, count).doesNotContain(agent).isSorted();
        assertThat(new TreeSet<>(neighbours)).hasSameSizeAs(neighbours);
        for (AgentId neighbour : neighbours) {
          assertThat(topology.neighbours(neighbour)).as("seed %d, %s", seed, settings).contains(agent);
        }
      }
    }
  }

  @Test
  void theOrderInWhichAgentsAreGivenDoesNotMatter() {
    TopologySettings settings = new TopologySettings(Kind.SMALL_WORLD, 4, 0.5);
    List<AgentId> backwards = agents(12).reversed();
    Topology one = Topology.of(settings, agents(12), 3);
    Topology other = Topology.of(settings, backwards, 3);
    assertThat(backwards).allSatisfy(agent -> assertThat(other.neighbours(agent)).isEqualTo(one.neighbours(agent)));
  }

  @Test
  void eachKindHasTheEdgesItsNameSays() {
    assertThat(edges(Kind.STAR, 9, 3, 0)).isZero();
    assertThat(edges(Kind.TREE, 9, 2, 0)).isEqualTo(8);
    assertThat(edges(Kind.RING, 9, 5, 0)).isEqualTo(9);
    assertThat(edges(Kind.RING, 2, 5, 0)).isEqualTo(1);
    assertThat(edges(Kind.LATTICE, 10, 4, 0)).isEqualTo(20);
    assertThat(edges(Kind.LATTICE, 10, 3, 0)).isEqualTo(15);
    assertThat(edges(Kind.SMALL_WORLD, 12, 4, 0.7)).isEqualTo(24);
    assertThat(edges(Kind.RANDOM, 12, 4, 0)).isEqualTo(24);
    assertThat(edges(Kind.RANDOM, 5, 40, 0)).isEqualTo(10);
    assertThat(edges(Kind.FULL, 7, 1, 0)).isEqualTo(21);
    assertThat(edges(Kind.FULL, 8, 1, 0)).isEqualTo(28);
  }

  @Test
  void anotherSeedDrawsAnotherRandomGraph() {
    TopologySettings settings = new TopologySettings(Kind.RANDOM, 4, 0);
    assertThat(everything(Topology.of(settings, agents(20), 1), 20))
        .isNotEqualTo(everything(Topology.of(settings, agents(20), 2), 20));
  }

  @Test
  void rewiringMovesEdgesOfTheSmallWorld() {
    Topology still = Topology.of(new TopologySettings(Kind.SMALL_WORLD, 4, 0), agents(20), 1);
    Topology lattice = Topology.of(new TopologySettings(Kind.LATTICE, 4, 0), agents(20), 1);
    Topology moved = Topology.of(new TopologySettings(Kind.SMALL_WORLD, 4, 1), agents(20), 1);
    assertThat(everything(still, 20)).isEqualTo(everything(lattice, 20)).isNotEqualTo(everything(moved, 20));
  }

  @Test
  void anAgentTwiceIsRefused() {
    List<AgentId> twice = List.of(new AgentId("a/1", "x"), new AgentId("a/1", "x"));
    assertThatThrownBy(() -> Topology.of(new TopologySettings(Kind.RING, 2, 0), twice, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int edges(Kind kind, int count, int degree, double rewiring) {
    Topology topology = Topology.of(new TopologySettings(kind, degree, rewiring), agents(count), 11);
    return agents(count).stream().mapToInt(agent -> topology.neighbours(agent).size()).sum() / 2;
  }

  private static List<List<AgentId>> everything(Topology topology, int count) {
    return agents(count).stream().map(topology::neighbours).toList();
  }

  private static List<AgentId> agents(int count) {
    List<AgentId> agents = new ArrayList<>();
    for (int agent = 0; agent < count; agent++) {
      agents.add(new AgentId("arm/1", "agent-%02d".formatted(agent)));
    }
    return agents;
  }
}
