package org.collegium.organization.lamps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.core.AgentBounds;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.core.MindSettings;
import org.collegium.agents.core.PolicyLearning;
import org.collegium.agents.core.WorldLearning;
import org.collegium.agents.dialect.Framing;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.WorldObjective;
import org.collegium.organization.orchestrator.Budget;
import org.collegium.organization.orchestrator.Curriculum;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.topology.TopologySettings;

/** Plans of runs in which agents learn which switch lights which lamp. */
public final class LampTown {
  private static final AgentBounds BOUNDS = new AgentBounds(64, 4, 3, 4, 8, 6, 16, 8);
  private static final OptimizerSettings OPTIMIZER = new OptimizerSettings(1e-3, 0.9, 0.99, 1e-8, 0, 1);

  private LampTown() {}

  /** Organizations {@code lamps/1}, {@code lamps/2} and so on; the agents of each stand in a ring. */
  public static RunPlan plan(int organizations, int agents, int rounds) {
    List<OrganizationSettings> settings = new ArrayList<>();
    for (int organization = 1; organization <= organizations; organization++) {
      settings.add(organization("lamps/" + organization, organization, agents, rounds));
    }
    return new RunPlan(
        "lamps", settings, LampWorld::new, organization -> new Lamps(), new LampDialect(), new LampWords());
  }

  private static OrganizationSettings organization(String id, long seed, int agents, int rounds) {
    List<AgentSettings> members = new ArrayList<>();
    for (int agent = 1; agent <= agents; agent++) {
      members.add(agent(new AgentId(id, "agent-" + agent), seed));
    }
    TopologySettings ring = new TopologySettings(TopologySettings.Kind.RING, 2, 0);
    Budget noLimit = new Budget(Long.MAX_VALUE, Long.MAX_VALUE);
    return new OrganizationSettings(id, "lamps", seed, members, ring, rounds, noLimit, BOUNDS);
  }

  private static AgentSettings agent(AgentId id, long seed) {
    MindSettings mind =
        new MindSettings(
            MindSettings.Kind.MODEL, true, false, 0, ActiveAdapters.POLICY, ActiveAdapters.WORLD, 1, 0);
    PolicyLearning policy =
        new PolicyLearning(PolicyObjective.dapo(0, 0), OPTIMIZER, ActiveAdapters.POLICY, 1, 1);
    WorldLearning world =
        new WorldLearning(
            new WorldObjective(8, 2, 0.005, 0), OPTIMIZER, ActiveAdapters.WORLD, Framing.QUERY, 4, 0);
    return new AgentSettings(
        id,
        "lighter",
        new WorldId(id.value()),
        new AdapterShape(4, 4, 1),
        mind,
        Optional.of(policy),
        Optional.of(world),
        BOUNDS,
        seed);
  }

  /** Red, blue and green in turn, two rollouts each. */
  private static final class Lamps implements Curriculum {
    private static final List<String> COLORS = List.of("red", "blue", "green");

    @Override
    public List<Task> tasks(AgentId agent, int round) {
      String one = COLORS.get(round % 3);
      String other = COLORS.get((round + 1) % 3);
      return List.of(
          new Task("t0", "light " + one, Task.Purpose.LEARN, "learn", 2),
          new Task("t1", "light " + other, Task.Purpose.EXAMINE, "old", 1));
    }

    @Override
    public List<Probe> probes(AgentId agent, int round) {
      return List.of(new Probe("unseen", "if light blue :", "needs 3 ."));
    }
  }
}
