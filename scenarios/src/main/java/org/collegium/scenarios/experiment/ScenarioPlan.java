package org.collegium.scenarios.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.Seeds;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.World;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.organization.orchestrator.Curriculum;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.configuration.ArmSettings;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.WorldSettings;
import org.collegium.scenarios.frontdesk.CurriculumSettings;
import org.collegium.scenarios.frontdesk.FrontDeskCurriculum;
import org.collegium.scenarios.frontdesk.FrontDeskDialect;
import org.collegium.scenarios.frontdesk.FrontDeskWorld;

/**
 * Makes a run's plan out of a scenario: every arm with every seed is an organization, {@code ARM/SEED}. Agents of the
 * same name have the same world, companies and users in every arm of a seed; that is what pairs the arms.
 */
public final class ScenarioPlan {
  private final Scenario scenario;
  private final Map<String, Organization> organizations = new TreeMap<>();

  private record Organization(ArmSettings arm, long seed, FrontDeskCurriculum curriculum) {}

  private ScenarioPlan(Scenario scenario) {
    this.scenario = scenario;
    for (ArmSettings arm : scenario.arms()) {
      for (long seed : scenario.seeds()) {
        FrontDeskCurriculum curriculum = new FrontDeskCurriculum(seed, curriculumSettings(scenario.world(), arm));
        organizations.put(organizationId(arm, seed), new Organization(arm, seed, curriculum));
      }
    }
  }

  /** Prepares the plan of a scenario. */
  public static ScenarioPlan of(Scenario scenario) {
    return new ScenarioPlan(scenario);
  }

  /** One sentence on what a run of the scenario does and what it leaves out. */
  public static String statement(Scenario scenario) {
    return DesignStatement.of(scenario);
  }

  /** {@code ARM/SEED}. */
  static String organizationId(ArmSettings arm, long seed) {
    return arm.name() + "/" + seed;
  }

  /**
   * The plan as the floor below runs and replays it.
   *
   * @param tokenizer of the base model
   */
  public RunPlan runPlan(Tokenizer tokenizer) {
    List<OrganizationSettings> settings = organizations.entrySet().stream()
        .map(entry -> settings(entry.getKey(), entry.getValue(), scenario.branch()))
        .sorted(Comparator.comparing(OrganizationSettings::id))
        .toList();
    return new RunPlan(
        scenario.name(), settings, this::world, this::curriculum, FrontDeskDialect.ofPrivateWorlds(), tokenizer);
  }

  /** What an organization works on. */
  public Curriculum curriculum(String organization) {
    return organization(organization).curriculum();
  }

  /** The agent that comes first in an organization. */
  AgentId firstAgent(String organization) {
    return agentIds(organization, organization(organization).arm().agents()).getFirst();
  }

  /** Learning episodes of all agents together when nothing is cut short, by organization; resampled groups left out. */
  public Map<String, Long> expectedRollouts() {
    Map<String, Long> rollouts = new TreeMap<>();
    organizations.forEach((id, organization) -> rollouts.put(id, expectedRollouts(organization)));
    return rollouts;
  }

  private static long expectedRollouts(Organization organization) {
    CurriculumSettings settings = organization.curriculum().settings();
    long tasks = switch (settings.schedule()) {
      case ALL_COMPANIES -> settings.companiesPerBlock();
      case ONE_VISIT_A_ROUND -> 1;
    };
    return tasks * settings.rolloutsPerTask() * settings.learningRounds() * organization.arm().agents();
  }

  private World world(WorldId id) {
    AgentId owner = AgentId.parse(id.value());
    return FrontDeskWorld.of(organization(owner.organization()).seed(), owner.name());
  }

  private Organization organization(String id) {
    return Objects.requireNonNull(organizations.get(id), () -> "the plan has no organization " + id);
  }

  private static CurriculumSettings curriculumSettings(WorldSettings world, ArmSettings arm) {
    int learningRounds = world.blocks() * arm.rounds();
    List<Integer> examined = world.examineEvery() == 0
        ? List.of()
        : IntStream.rangeClosed(1, learningRounds).filter(round -> round % world.examineEvery() == 0).boxed().toList();
    return new CurriculumSettings(
        world.companies(),
        world.blocks(),
        arm.rounds(),
        arm.groupSize(),
        world.schedule(),
        world.examinationRollouts(),
        examined,
        world.unseen(),
        world.probeEvery());
  }

  private static OrganizationSettings settings(String id, Organization organization, long branch) {
    long drawn = branch == 0 ? organization.seed() : Seeds.derive(organization.seed(), "branch", branch);
    ArmSettings arm = organization.arm();
    List<AgentSettings> agents = new ArrayList<>();
    for (AgentId agent : agentIds(id, arm.agents())) {
      agents.add(new AgentSettings(
          agent,
          arm.role(),
          new WorldId(agent.value()),
          arm.adapters(),
          arm.mind(),
          arm.policy(),
          arm.worldModel(),
          arm.bounds(),
          drawn));
    }
    return new OrganizationSettings(
        id,
        arm.name(),
        organization.seed(),
        agents,
        arm.topology(),
        organization.curriculum().settings().rounds(),
        arm.budget(),
        arm.bounds());
  }

  /** Numbers are padded, so that the order of the ids is the order of the numbers. */
  private static List<AgentId> agentIds(String organization, int count) {
    int digits = Integer.toString(count).length();
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> "agent-" + "0".repeat(digits - Integer.toString(number).length()) + number)
        .map(name -> new AgentId(organization, name))
        .toList();
  }
}
