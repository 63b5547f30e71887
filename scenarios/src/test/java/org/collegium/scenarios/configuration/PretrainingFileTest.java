package org.collegium.scenarios.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.collegium.modelhost.pretraining.BaseOptimizer;
import org.collegium.scenarios.frontdesk.CorpusMixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingFileTest {
  private static final Path EMBEDDED = Path.of("..", "conf", "pretraining", "embedded.conf");

  @TempDir private Path folder;

  @Test
  void theShippedFileStatesEveryKey() {
    Pretraining pretraining = PretrainingFile.read(EMBEDDED, List.of());
    assertThat(pretraining.training().optimizer()).isEqualTo(BaseOptimizer.MUON);
    assertThat(pretraining.training().shape().width()).isEqualTo(128);
    assertThat(pretraining.mixture()).isEqualTo(CorpusMixture.embedded());
    assertThat(pretraining.resolved()).contains("hidden-learning-rate");
  }

  @Test
  void theCommandLineWins() {
    Pretraining pretraining =
        PretrainingFile.read(EMBEDDED, List.of("optimizer.kind=adamw", "schedule.steps=7"));
    assertThat(pretraining.training().optimizer()).isEqualTo(BaseOptimizer.ADAMW);
    assertThat(pretraining.training().schedule().steps()).isEqualTo(7);
  }

  @Test
  void allErrorsAreToldAtOnceWithTheirPlaces() throws IOException {
    Path file = folder.resolve("wrong.conf");
    Files.writeString(
        file,
        """
        shape.heads = 3
        optimizer { kind = sgd, learnin-rate = 1 }
        corpus.notes = 1.5
        batch.tokens = 8
        """);
    assertThatThrownBy(() -> PretrainingFile.read(file, List.of("steps=3")))
        .isInstanceOfSatisfying(InvalidInputException.class, wrong -> assertThat(wrong.lines())
            .hasSize(7)
            .anyMatch(line -> line.contains("shape.key-value-heads must divide shape.heads"))
            .anyMatch(line -> line.contains("shape.width must be a multiple of twice shape.heads"))
            .anyMatch(line -> line.contains("wrong.conf: 2: optimizer.kind must be one of muon, adamw, was \"sgd\""))
            .anyMatch(line -> line.contains("wrong.conf: 2: optimizer.learnin-rate is not a key"))
            .anyMatch(line -> line.contains("wrong.conf: 3: corpus.notes must be between"))
            .anyMatch(line -> line.contains("wrong.conf: 4: batch.tokens must be between 96"))
            .anyMatch(line -> line.contains("--set: steps is not a key; did you mean schedule.steps?")));
  }
}
