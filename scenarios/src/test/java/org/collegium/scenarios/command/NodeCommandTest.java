package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.collegium.modelhost.host.EmbeddedBase;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.organization.cluster.ClusterSettings;
import org.collegium.organization.cluster.RunBook;
import org.collegium.organization.cluster.UnplayableRunException;
import org.collegium.organization.durable.AdapterStoreSettings;
import org.collegium.organization.durable.DatabaseSettings;
import org.collegium.organization.telemetry.Telemetry;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node must have to take part in a run, with and without a model host. */
class NodeCommandTest {
  @TempDir private Path folder = Path.of("");

  private RunBook.Reading read(String... overrides) {
    Config config =
        ClusterSettings.resolved(
            ConfigFactory.parseMap(Map.of("collegium.cluster.adapters.folder", folder.resolve("store").toString())));
    AdapterStoreSettings adapters = AdapterStoreSettings.read(config, DatabaseSettings.read(config, Map.of()));
    Path scenario = Path.of("..", "conf", "scenarios", "first-call.conf");
    return NodeCommand.book(adapters, Telemetry.OFF)
        .read("r-000000000001", ScenarioFile.read(scenario, List.of(overrides)).resolved(), folder.resolve("r"));
  }

  @Test
  void onlyAModelHostNeedsTheDevice() {
    RunBook.Reading reading = read("model.device=gpu:7");

    assertThat(reading.plan().organizations()).isNotEmpty();
    assertThatThrownBy(() -> reading.host().get())
        .isInstanceOf(UnplayableRunException.class)
        .hasMessageContaining("model.device: device gpu:7 does not exist");
    assertThat(read("model.device=cpu").host().get().device()).isEqualTo("cpu");
  }

  @Test
  void onlyAModelHostNeedsMoreOfTheBaseThanItsTokenizer() throws IOException {
    Path base = Files.createDirectory(folder.resolve("base"));
    String tokenizer = "/" + EmbeddedBase.FOLDER + "/" + HuggingFaceTokenizers.FILE;
    try (InputStream shipped = Objects.requireNonNull(EmbeddedBase.class.getResourceAsStream(tokenizer))) {
      Files.copy(shipped, base.resolve(HuggingFaceTokenizers.FILE));
    }
    RunBook.Reading reading = read("model.base=" + base);

    assertThat(reading.plan().organizations()).isNotEmpty();
    assertThatThrownBy(() -> reading.host().get())
        .isInstanceOf(UnplayableRunException.class)
        .hasMessageContaining("config.json");
  }
}
