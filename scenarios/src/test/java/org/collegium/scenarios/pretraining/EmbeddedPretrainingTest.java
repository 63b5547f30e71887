package org.collegium.scenarios.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.collegium.modelhost.pretraining.PretrainingListener.Progress;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Pretraining;
import org.collegium.scenarios.configuration.PretrainingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPretrainingTest {
  private static final Pretraining TINY = PretrainingFile.read(
      Path.of("..", "conf", "pretraining", "embedded.conf"),
      List.of("shape.width=16", "shape.layers=1", "shape.feed-forward=16", "batch.rows=2", "schedule.steps=6",
          "schedule.warm-up-steps=1", "validate-every=3", "threads=1"));

  @TempDir private Path folder;

  @Test
  void aTrainedFolderHoldsModelTokenizerAndRecipe() throws IOException {
    Path base = folder.resolve("base");
    List<Progress> course = new ArrayList<>();
    EmbeddedPretraining.Outcome outcome = new EmbeddedPretraining(TINY).run(base, course::add);
    assertThat(course).hasSize(6);
    assertThat(outcome.validationLoss()).isBetween(outcome.irreducibleLoss(), 6.0);
    assertThat(base.resolve("config.json")).exists();
    assertThat(base.resolve("model.safetensors")).exists();
    assertThat(HuggingFaceTokenizers.ofFolder(base).encode("call zor vex .").length()).isEqualTo(4);
    JsonNode recipe = new ObjectMapper().readTree(base.resolve("training.json").toFile());
    assertThat(recipe.path("corpusSeed").asLong()).isEqualTo(TINY.corpusSeed());
    assertThat(recipe.path("validation")).hasSize(2);
    assertThat(folder).isDirectoryNotContaining("glob:**unfinished");
  }

  @Test
  void aFolderThatExistsIsRefused() {
    assertThatThrownBy(() -> new EmbeddedPretraining(TINY).run(folder, step -> { }))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("exists");
  }

  @Test
  void aTrainingThatIsStoppedLeavesNothing() {
    assertThatThrownBy(() -> new EmbeddedPretraining(TINY).run(folder.resolve("base"), step -> {
      throw new IllegalStateException("enough after step " + step.step());
    })).isInstanceOf(IllegalStateException.class).hasMessage("enough after step 1");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theSpaceThatIsAskedForHoldsTheFolder() throws IOException {
    Path base = folder.resolve("base");
    EmbeddedPretraining training = new EmbeddedPretraining(TINY);
    training.run(base, step -> { });
    long bytes = 0;
    try (Stream<Path> files = Files.list(base)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    assertThat(training.bytesNeeded()).isGreaterThan(bytes);
  }
}
