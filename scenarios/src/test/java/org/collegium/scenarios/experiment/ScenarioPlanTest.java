package org.collegium.scenarios.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.file.Path;
import java.util.List;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.world.Scene;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.World;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.configuration.ArmSettings;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.frontdesk.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioPlanTest {
  private static final Path SCENARIOS = Path.of("..", "conf", "scenarios");
  private static final Tokenizer TOKENIZER = HuggingFaceTokenizers.ofJson(Vocabulary.tokenizerJson(), "vocabulary");

  private static Scenario scenario(String name, String... overrides) {
    return ScenarioFile.read(SCENARIOS.resolve(name + ".conf"), List.of(overrides));
  }

  @Test
  void theFullDesignHasEveryArmWithEverySeed() {
    Scenario scenario = scenario("first-call", "selection.design=full");
    RunPlan plan = ScenarioPlan.of(scenario).runPlan(TOKENIZER);

    assertThat(scenario.arms()).extracting(ArmSettings::name).containsExactly(
        "dual", "dual-equal-group", "policy-grpo", "policy-dapo", "policy-dapo-entropy", "world-only", "notes",
        "dual-both-active", "dual-literal", "dual-no-replay");
    assertThat(plan.organizations()).hasSize(10 * 5);
    assertThat(plan.organizations()).extracting(OrganizationSettings::id).isSorted();
    assertThat(plan.organizations()).allSatisfy(organization -> assertThat(organization.agents()).hasSize(4));
  }

  @Test
  void theQuickDesignComparesDualWithPolicyDapo() {
    Scenario scenario = scenario("first-call", "selection.design=quick");

    assertThat(scenario.arms()).extracting(ArmSettings::name).containsExactly("dual", "policy-dapo");
    assertThat(scenario.arms()).extracting(ArmSettings::groupSize).containsExactly(2, 8);
    assertThat(DesignStatement.of(scenario)).startsWith("Design quick: 2 of 10 arms (dual, G = 2, ");
  }

  @Test
  void armsOfASeedMeetTheSameCompaniesThatNeedTheSame() {
    RunPlan plan = ScenarioPlan.of(scenario("first-call", "selection.design=default")).runPlan(TOKENIZER);
    OrganizationSettings dual = organization(plan, "dual/1");
    OrganizationSettings policy = organization(plan, "policy-dapo/1");
    OrganizationSettings otherSeed = organization(plan, "dual/2");

    List<String> companies = companies(plan, dual, 0);
    assertThat(companies).hasSize(8).doesNotHaveDuplicates();
    assertThat(companies(plan, policy, 0)).isEqualTo(companies);
    assertThat(companies(plan, otherSeed, 0)).isNotEqualTo(companies);
    assertThat(companies(plan, dual, 1)).as("another agent's").isNotEqualTo(companies);
    assertThat(answers(plan, policy, companies)).isEqualTo(answers(plan, dual, companies));
  }

  private static OrganizationSettings organization(RunPlan plan, String id) {
    return plan.organizations().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<String> companies(RunPlan plan, OrganizationSettings organization, int agent) {
    AgentId id = organization.agents().get(agent).id();
    return plan.curricula().apply(organization.id()).tasks(id, 1).stream().map(Task::text).toList();
  }

  private static List<String> answers(RunPlan plan, OrganizationSettings organization, List<String> companies) {
    World world = plan.worlds().apply(organization.agents().getFirst().world());
    return companies.stream()
        .map(goal -> {
          Task task = new Task("t0", goal, Task.Purpose.LEARN, "learn", 1);
          Scene scene = world.open(task, 7).scene();
          String name = goal.substring("get refund at ".length());
          return world.act(scene, "call " + name + " pin 1 2 3 4 .").observation();
        })
        .toList();
  }

  @Test
  void agentsAreOrderedByNumberAlsoBeyondNine() {
    RunPlan plan = ScenarioPlan.of(scenario("single-stream", "agents.count=12", "selection.seeds=[1]"))
        .runPlan(TOKENIZER);

    assertThat(plan.organizations().getFirst().agents()).hasSize(12);
    assertThat(plan.organizations().getFirst().agents().get(1).id().name()).isEqualTo("agent-02");
    assertThat(plan.organizations().getFirst().agents()).extracting(agent -> agent.id().value()).isSorted();
  }

  @Test
  void aSingleStreamTakesOneRolloutARound() {
    ScenarioPlan plan = ScenarioPlan.of(scenario("single-stream", "selection.design=quick"));

    assertThat(plan.expectedRollouts()).containsEntry("dual/1", 24L);
  }

  @Test
  void anOrganizationThatIsNotPlannedHasNoCurriculum() {
    ScenarioPlan plan = ScenarioPlan.of(scenario("retention"));

    assertThatNullPointerException().isThrownBy(() -> plan.curriculum("dual/77"))
        .withMessage("the plan has no organization dual/77");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first-call", "single-stream", "retention"})
  void everyShippedScenarioCanBePlannedInEveryDesign(String name) {
    for (String design : List.of("default", "quick")) {
      Scenario scenario = scenario(name, "selection.design=" + design);
      assertThat(ScenarioPlan.of(scenario).runPlan(TOKENIZER).organizations()).isNotEmpty();
      assertThat(ScenarioPlan.of(scenario).expectedRollouts().values()).allMatch(rollouts -> rollouts > 0);
    }
  }
}
