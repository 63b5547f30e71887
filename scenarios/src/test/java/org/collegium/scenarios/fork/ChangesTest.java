package org.collegium.scenarios.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesTest {
  private static final String PARENT =
      """
      scenario.name = small
      selection.design = quick
      agents.count = 3
      arms {
        dual { description = "both adapters" }
        literal { learning.world.framing = literal, rounds = 3 }
      }
      designs.quick { arms = [dual], seeds = 2, agents-max = 2, rounds-max = 5 }
      """;

  private final List<String> told = new ArrayList<>();

  @TempDir
  private Path folder;

  private Path parent = Path.of("");

  @BeforeEach
  void writeTheParent() throws IOException {
    parent = Files.writeString(folder.resolve("run.conf"), PARENT);
  }

  private List<String> effective(String... sets) {
    return new Changes(Optional.empty(), List.of(sets), new TreeMap<>()).effective(parent, told::add).sets();
  }

  @Test
  void moreThanTheDesignAllowsIsNoChangeAndSaysWhy() {
    assertThat(effective("arms.dual.rounds=50", "mind.act-temperature=3", "agents.count=9"))
        .containsExactly("mind.act-temperature=3");
    assertThat(told)
        .containsExactly(
            "--set arms.dual.rounds=50 changes nothing in this fork"
                + " (design quick allows at most 5 rounds and 2 agents); it is left out",
            "--set agents.count=9 changes nothing in this fork"
                + " (design quick allows at most 5 rounds and 2 agents); it is left out");
  }

  @Test
  void whatLiftsTheLimitTooIsAChange() {
    assertThat(effective("arms.dual.rounds=50", "designs.quick.rounds-max=60")).hasSize(2);
    assertThat(effective("designs.quick.rounds-max=0")).hasSize(1);
    assertThat(told).isEmpty();
  }

  @Test
  void anArmThatDoesNotRunAndAValueThatWasThereAreNoChanges() {
    assertThat(effective("arms.literal.rounds=2", "scenario.name=small")).isEmpty();
    assertThat(told).hasSize(2);
  }

  @Test
  void whatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> effective("mind.imagine=true")).isInstanceOf(InvalidInputException.class);
  }
}
