package org.collegium.scenarios.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
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
 * @param tokenizers of a scenario's base model, which must be there; fails as the reading of a scenario does
 * @param stores the adapter store of a run, by the value of the run's identity
 * @param telemetry measures the runs on this node
 */
public record ScenarioBook(
    Function<ModelSettings, Tokenizer> tokenizers, Function<String, AdapterStore> stores, Telemetry telemetry)
    implements RunBook {
  @Override
  public Reading read(String run, String scenario, Path folder) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("run.conf");
      if (!Files.exists(file) || !Files.readString(file).equals(scenario)) {
        AtomicFile.write(file, scenario.getBytes(StandardCharsets.UTF_8));
      }
      Scenario read = ScenarioFile.read(file, List.of());
      return new Reading(
          ScenarioPlan.of(read).runPlan(tokenizers.apply(read.model())),
          ClusterSimulation.settings(read.model())
              .withSpillFolder(folder.resolve("spilled"))
              .withAdapterStore(stores.apply(run))
              .withMeter(telemetry.host(RunIdentity.nameIn(run))),
          telemetry.organizations(RunIdentity.nameIn(run)));
    } catch (InvalidInputException wrong) {
      throw new UnplayableRunException(String.join("; ", wrong.lines()), wrong);
    } catch (IllegalArgumentException impossible) {
      throw new UnplayableRunException(String.valueOf(impossible.getMessage()), impossible);
    } catch (IOException e) {
      throw new UnplayableRunException(folder + ": cannot be written: " + e.getMessage(), e);
    }
  }
}
