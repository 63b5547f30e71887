package org.collegium.scenarios.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.modelhost.safetensors.AtomicFile;
import org.collegium.modelhost.store.AdapterStore;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.organization.cluster.RunBook;
import org.collegium.organization.cluster.UnplayableRunException;
import org.collegium.organization.registry.RunIdentity;
import org.collegium.organization.telemetry.Telemetry;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.ModelSettings;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.experiment.ScenarioPlan;

/**
 * Reads runs out of the text of their resolved scenarios, on every node in the same way.
 *
 * @param tokenizers of a scenario's base model; fails as the reading of a scenario does
 * @param hosting fails likewise when the base model cannot be opened on this node; asked only of nodes with model hosts
 * @param stores the adapter store of a run, by the value of the run's identity
 * @param telemetry measures the runs on this node
 */
public record ScenarioBook(
    Function<ModelSettings, Tokenizer> tokenizers,
    Consumer<ModelSettings> hosting,
    Function<String, AdapterStore> stores,
    Telemetry telemetry)
    implements RunBook {
  @Override
  public Reading read(String run, String scenario, Path folder) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("run.conf");
      if (!Files.exists(file) || !Files.readString(file).equals(scenario)) {
        AtomicFile.write(file, scenario.getBytes(StandardCharsets.UTF_8));
      }
      return playable(() -> reading(run, ScenarioFile.read(file, List.of()), folder));
    } catch (IOException e) {
      throw new UnplayableRunException(folder + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private Reading reading(String run, Scenario scenario, Path folder) {
    return new Reading(
        ScenarioPlan.of(scenario).runPlan(tokenizers.apply(scenario.model())),
        () -> playable(() -> host(run, scenario.model(), folder)),
        telemetry.organizations(RunIdentity.nameIn(run)));
  }

  private ModelHostSettings host(String run, ModelSettings model, Path folder) {
    hosting.accept(model);
    return ClusterSimulation.settings(model)
        .withSpillFolder(folder.resolve("spilled"))
        .withAdapterStore(stores.apply(run))
        .withMeter(telemetry.host(RunIdentity.nameIn(run)));
  }

  private static <T> T playable(Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidInputException wrong) {
      throw new UnplayableRunException(String.join("; ", wrong.lines()), wrong);
    } catch (IllegalArgumentException impossible) {
      throw new UnplayableRunException(String.valueOf(impossible.getMessage()), impossible);
    }
  }
}
