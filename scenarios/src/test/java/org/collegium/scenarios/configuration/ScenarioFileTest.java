package org.collegium.scenarios.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.collegium.agents.dialect.Framing;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioFileTest {
  private static final String SMALL =
      """
      scenario.name = small
      arms {
        dual { description = "both adapters", learning.policy.objective = dapo }
        literal { learning.world.framing = literal, mind { acts-with = both }, rounds = 3 }
      }
      designs {
        quick { arms = [dual], seeds = 2, agents-max = 2, rounds-max = 5 }
      }
      """;

  @TempDir private Path folder;

  private Scenario read(String text, String... overrides) {
    return ScenarioFile.read(file(text), List.of(overrides));
  }

  private Path file(String text) {
    try {
      return Files.writeString(folder.resolve("it.conf"), text);
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  private List<String> errors(String text, String... overrides) {
    InvalidInputException refused =
        catchThrowableOfType(InvalidInputException.class, () -> read(text, overrides));
    assertThat(refused).as("the configuration must be refused").isNotNull();
    return refused.lines().stream().map(line -> line.replace(folder.toString() + "/", "")).toList();
  }

  @Test
  void anArmHasTheScenariosKeysWhereItStatesNoneOfItsOwn() {
    Scenario scenario = read(SMALL + "\nagents.count = 7\nlearning.policy.dapo.clip-high = 0.3");

    assertThat(scenario.arms()).extracting(ArmSettings::name).containsExactly("dual", "literal");
    ArmSettings dual = scenario.arms().get(0);
    ArmSettings literal = scenario.arms().get(1);
    assertThat(dual.agents()).isEqualTo(7);
    assertThat(dual.policy().orElseThrow().objective().clipHigh()).isEqualTo(0.3);
    assertThat(dual.policy().orElseThrow().objective().aggregation())
        .isEqualTo(PolicyObjective.Aggregation.TOKEN_MEAN);
    assertThat(literal.policy()).isEmpty();
    assertThat(literal.worldModel().orElseThrow().framing()).isEqualTo(Framing.LITERAL);
    assertThat(literal.mind().actsWith()).isEqualTo(ActiveAdapters.BOTH);
    assertThat(literal.rounds()).isEqualTo(3);
    assertThat(dual.budget().tokensMax()).isEqualTo(Long.MAX_VALUE);
    assertThat(scenario.seeds()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aDesignCutsArmsSeedsAgentsAndRounds() {
    Scenario scenario = read(SMALL, "selection.design=quick");

    assertThat(scenario.arms()).extracting(ArmSettings::name).containsExactly("dual");
    assertThat(scenario.arms().getFirst().agents()).isEqualTo(2);
    assertThat(scenario.arms().getFirst().rounds()).isEqualTo(5);
    assertThat(scenario.seeds()).containsExactly(1L, 2L);
    assertThat(scenario.allArms()).isEqualTo(2);
  }

  @Test
  void theResolvedTextGivesTheSameScenarioAgain() {
    Scenario scenario = read(SMALL, "selection.design=quick", "selection.seeds=[9]", "arms.dual.group-size=5");

    assertThat(read(scenario.resolved())).isEqualTo(scenario);
    assertThat(scenario.seeds()).containsExactly(9L);
    assertThat(scenario.arms().getFirst().groupSize()).isEqualTo(5);
  }

  @Test
  void anArmCanBeMadeOfATemplateAndOfAnotherArm() {
    Scenario scenario = read(
        """
        scenario.name = small
        arms { first = ${templates.slow} { group-size = 3 }, second = ${arms.first} { rounds = 5 } }
        templates.slow { rounds = 99 }
        """);

    assertThat(scenario.arms()).extracting(ArmSettings::rounds).containsExactly(99, 5);
    assertThat(scenario.arms()).extracting(ArmSettings::groupSize).containsExactly(3, 3);
    assertThat(read(scenario.resolved())).isEqualTo(scenario);
  }

  @Test
  void anOverrideOfAnArmThatIsMadeOfAnotherLeavesTheRestOfIt() {
    String made = "scenario.name = small, arms { a { group-size = 3 }, b = ${arms.a} { rounds = 5 } }";

    assertThat(read(made, "arms.b.mind.notes=true").arms().get(1))
        .matches(arm -> arm.groupSize() == 3 && arm.rounds() == 5 && arm.mind().notes());
    assertThat(read(made, "arms.a.group-size=4").arms().get(1).groupSize()).isEqualTo(4);
  }

  @Test
  void morePairsThanAModelHostHoldsAreRefusedAndIdleMindsHaveNone() {
    String idle = SMALL + "\narms.dual.mind.kind = idle";
    assertThat(errors(SMALL, "agents.count=500", "model.pairs-max=4999"))
        .containsExactly(
            "--set: model.pairs-max must be at least 5000, the agents.count of all arms that run, times their seeds, "
                + "was 4999");

    assertThat(read(SMALL, "agents.count=500", "model.pairs-max=5000").arms()).hasSize(2);
    assertThat(read(idle, "agents.count=500", "model.pairs-max=2500").arms()).hasSize(2);
    assertThat(read(SMALL, "agents.count=500", "model.pairs-max=4", "selection.design=quick").arms()).hasSize(1);
  }

  @Test
  void theLaterOverrideWinsAndAValueThatIsNoHoconIsAText() {
    Scenario scenario = read(SMALL, "rounds=4", "rounds=6", "model.device=gpu:0");

    assertThat(scenario.arms().get(0).rounds()).isEqualTo(6);
    assertThat(scenario.model().device()).isEqualTo("gpu:0");
  }

  @Test
  void anOverrideHoldsForArmsThatStateTheirOwnValueUnlessItNamesTheArm() {
    Scenario all = read(SMALL, "rounds=6");
    assertThat(all.arms()).extracting(ArmSettings::rounds).containsExactly(6, 6);

    Scenario named = read(SMALL, "rounds=6", "arms.literal.rounds=7");
    assertThat(named.arms()).extracting(ArmSettings::rounds).containsExactly(6, 7);

    Path resolved = file(all.resolved());
    assertThat(ScenarioFile.read(resolved, List.of()).arms())
        .as("the resolved text keeps it")
        .extracting(ArmSettings::rounds)
        .containsExactly(6, 6);
  }

  @Test
  void everyErrorIsReportedAtOnceInTheOrderOfTheLines() {
    List<String> lines = errors(
        """
        scenario.name = small
        agents.count = 0
        arms {
          dual { learning.policy.objective = ppo
                 group-size = 1.5 }
        }
        world.companys = 3
        mind.imagines = yeah
        """,
        "bounds.steps=none");

    assertThat(lines).containsExactly(
        "--set: bounds.steps must be between 1 and 10000, was \"none\"",
        "it.conf: 2: agents.count must be between 1 and 1000000, was 0",
        "it.conf: 4: arms.dual.learning.policy.objective must be one of none, grpo, dapo, was \"ppo\"",
        "it.conf: 5: arms.dual.group-size must be between 1 and 256, was 1.5",
        "it.conf: 7: world.companys is not a key; did you mean world.companies?",
        "it.conf: 8: mind.imagines must be true or false, was \"yeah\"");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "group-sise = 3 | it.conf: 7: group-sise is not a key; did you mean group-size?",
    "agents = 4 | it.conf: 7: agents must be a section in braces, was 4",
    "model = 4 | it.conf: 7: model must be a section in braces, was 4",
    "arms = 4 | it.conf: 7: arms must be a section of sections, was 4",
    "rounds { a = 1 } | it.conf: 7: rounds must be between 1 and 1000000, was {\"a\":1}",
    "anchors = 3 | it.conf: 7: anchors is not a key; did you mean learning.world.anchors?",
    "zzzzzz = 3 | it.conf: 7: zzzzzz is not a key; conf/reference.conf lists all keys",
    "arms.x = 3 | it.conf: 7: arms.x must be a section in braces, was 3",
    "arms.x.world.companies = 3 | it.conf: 7: arms.x.world is not a key; conf/reference.conf lists all keys",
    "arms.x.rouns = 3 | it.conf: 7: arms.x.rouns is not a key; did you mean arms.x.rounds?",
    "arms.x.description = 3 | it.conf: 7: arms.x.description must be a text, was 3",
    "templates.x.rouns = 3 | it.conf: 7: templates.x.rouns is not a key; did you mean templates.x.rounds?",
    "arms.X.rounds = 3 | it.conf: 7: arms.X must be named in lower-case letters, digits, hyphens",
    "arms.x { learning.policy.objective = grpo, group-size = 1 } | it.conf: 7: arms.x.group-size must be at least 2 "
        + "when learning.policy.objective is not none, was 1",
    "designs.d.arms = [dua] | it.conf: 7: designs.d.arms names no arm 'dua' (did you mean dual?); arms are dual",
    "designs.d.seed = 1 | it.conf: 7: designs.d.seed is not a key; did you mean designs.d.seeds?",
    "selection.design = fast | it.conf: 7: selection.design must be one of default, was \"fast\"",
    "selection.arms = [dual, dual] | it.conf: 7: selection.arms must name each arm once, was [\"dual\",\"dual\"]",
    "selection.seeds-count = 9 | it.conf: 7: selection.seeds-count must be at most 5, the number of seeds there are, "
        + "was 9",
    "seeds.tuning = [4] | it.conf: 7: seeds.tuning must not share a seed with seeds.evaluation, was [4]",
    "seeds.evaluation = [] | it.conf: 7: seeds.evaluation must name at least one seed, was []",
    "seeds.evaluation = [a] | it.conf: 7: seeds.evaluation must be a list of whole numbers, was [\"a\"]",
    "model.device = tpu | it.conf: 7: model.device must be auto, cpu or gpu:N, was \"tpu\"",
    "scenario.name = \"A b\" | it.conf: 7: scenario.name must be lower-case letters, digits and hyphens, at most 64, "
        + "was \"A b\"",
    "learning.policy.dapo { overlong-max = 4, overlong-cache = 8 } | "
        + "it.conf: 7: learning.policy.dapo.overlong-cache must be at "
        + "most overlong-max (4), was 8",
  })
  void aWrongValueIsNamedWithItsPlace(String line, String expected) {
    String base = "scenario.name = small\n\n\n\n\narms.dual {}\n";
    assertThat(errors(base + line)).contains(expected);
  }

  @Test
  void aFileThatIsNotHoconIsRefusedAtItsLine() {
    assertThat(errors("a = 1\nb = {{\n").getFirst()).startsWith("it.conf: ").contains("expecting");
  }

  @Test
  void aSubstitutionOfNothingIsRefused() {
    assertThat(errors("a = ${nowhere}").getFirst()).startsWith("it.conf: ").contains("nowhere");
  }

  @Test
  void aMissingFileIsRefused() {
    assertThatThrownBy(() -> ScenarioFile.read(Path.of("no/such.conf"), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("no/such.conf: there is no such file");
  }

  @Test
  void anOverrideWithoutAValueIsRefused() {
    assertThat(errors(SMALL, "rounds")).containsExactly("--set: must be key=value, was rounds");
    assertThat(errors(SMALL, "a..b=1").getFirst()).startsWith("--set: must be key=value");
  }

  @Test
  void everyKeyOfTheReferenceIsReadAndEveryKeyThatIsReadIsInTheReference() {
    SortedSet<String> written = new TreeSet<>();
    for (Map.Entry<String, ConfigValue> entry : ScenarioFile.reference().entrySet()) {
      written.add(entry.getKey());
    }
    written.add("arms");
    written.add("designs");
    written.add("templates");

    assertThat(ScenarioFile.knownKeys()).isEqualTo(written);
  }

  @Test
  void everyKeyOfTheReferenceIsDocumentedRightAboveItOrAboveItsNeighbour() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("..", "conf", "reference.conf"));
    List<String> bare = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      boolean isKey = line.matches("[a-z0-9-]+ = .*") || line.matches("(arms|designs|templates) \\{}");
      String above = lines.get(i - 1).strip();
      // A comment may speak of a few neighbours, the first of which stands right under it.
      if (isKey && !above.startsWith("#") && !above.matches("[a-z0-9-]+ = .*")) {
        bare.add(line);
      }
    }
    assertThat(bare).isEmpty();
  }

  @Test
  void theShippedReferenceIsTheOneInConf() throws IOException {
    String file = Files.readString(Path.of("..", "conf", "reference.conf"));
    assertThat(ScenarioFile.reference()).isEqualTo(ConfigFactory.parseString(file));
  }
}
