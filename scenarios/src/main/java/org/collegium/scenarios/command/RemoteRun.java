package org.collegium.scenarios.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.cluster.ClusterRefusedException;
import org.collegium.organization.cluster.ClusterSettings;
import org.collegium.scenarios.cluster.RemoteSimulation;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.experiment.Experiment;
import org.collegium.scenarios.experiment.Origin;
import org.collegium.scenarios.runfolder.RunFolder;

/** A run that a cluster plays, as its user sees it. */
final class RemoteRun {
  private final List<String> nodes;
  private final ClusterOptions options;
  private final RunFolder folder;
  private final boolean json;

  /**
   * @param nodes {@code HOST:PORT} of nodes of the cluster
   * @param folder has the configuration and is locked; the run has its name
   */
  RemoteRun(List<String> nodes, ClusterOptions options, RunFolder folder, boolean json) {
    this.nodes = nodes;
    this.options = options;
    this.folder = folder;
    this.json = json;
  }

  /** Hands the run to the cluster, watches it, and leaves its record here; the exit code. */
  int submit(Scenario scenario, Experiment experiment, PrintWriter out) throws IOException {
    String text = Files.readString(folder.configuration());
    try (ClusterClient client = options.client(nodes)) {
      return watch(client, listener -> client.submit(name(), text, listener), Set.of(), scenario, experiment, out);
    }
  }

  /**
   * Watches a run that the cluster plays or has played, and leaves its record here; the exit code.
   *
   * @param without names of nodes whose parts of the log are gone for good
   */
  int watch(
      ClusterClient client,
      RemoteSimulation.Wish wish,
      Set<String> without,
      Scenario scenario,
      Experiment experiment,
      PrintWriter out)
      throws IOException {
    Config config = options.config(ConfigFactory.empty());
    RemoteSimulation simulation =
        new RemoteSimulation(
            client,
            wish,
            without,
            ClusterOptions.adapters(config),
            ClusterSettings.of(config).node().log(),
            System.err::println);
    Performance.Stage stage =
        new Performance.Stage(simulation, "Leaving; the run goes on in the cluster.", attach(), List.of());
    try {
      return new Performance(scenario, experiment, folder, Origin.NONE, json, stage).perform(out);
    } catch (ClusterRefusedException refused) {
      if (refused.isLeft()) {
        throw new StoppedException(refused.getMessage() + "; watch it again: " + attach());
      }
      throw refused;
    }
  }

  private String name() {
    return String.valueOf(folder.root().toAbsolutePath().normalize().getFileName());
  }

  private String attach() {
    return "./collegium attach " + name() + " --cluster " + String.join(",", nodes) + options.again();
  }
}
