package org.collegium.scenarios.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.collegium.modelhost.safetensors.AtomicFile;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.cluster.ClusterRefusedException;
import org.collegium.organization.durable.AdapterStoreSettings;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.cluster.RemoteSimulation;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.experiment.Experiment;
import org.collegium.scenarios.experiment.Origin;
import org.collegium.scenarios.runfolder.RunFolder;

/** A run that a cluster plays, as its user sees it. */
final class RemoteRun implements AutoCloseable {
  private final List<String> nodes;
  private final ClusterOptions options;
  private final boolean json;
  private final AdapterStoreSettings adapters;
  private final LogSettings log;
  private final ClusterClient client;
  private Optional<ClusterClient.Followed> submitted = Optional.empty();

  /**
   * Reads all that is needed to have a run played and to collect it, and reaches a node.
   *
   * @param nodes {@code HOST:PORT} of nodes of the cluster
   * @throws InvalidInputException when something of that cannot be used, or no node can be reached
   */
  RemoteRun(List<String> nodes, ClusterOptions options, boolean json) {
    Config config = options.config(ConfigFactory.empty());
    this.nodes = nodes;
    this.options = options;
    this.json = json;
    this.adapters = ClusterOptions.adapters(config);
    this.log = ClusterOptions.log(config);
    this.client = options.client(nodes);
  }

  /** Reaches the cluster. */
  ClusterClient client() {
    return client;
  }

  /**
   * Hands the run to the cluster, watches it, and leaves its record here; the exit code.
   *
   * @param folder has the configuration and is locked; the run has its name
   */
  int submit(RunFolder folder, Scenario scenario, Experiment experiment, PrintWriter out) throws IOException {
    String run = String.valueOf(folder.root().toAbsolutePath().normalize().getFileName());
    String text = Files.readString(folder.configuration());
    RemoteSimulation.Wish wish =
        listener -> {
          ClusterClient.Followed followed = client.submit(run, text, listener);
          submitted = Optional.of(followed);
          return followed;
        };
    return watch(run, folder, wish, Set.of(), scenario, experiment, out);
  }

  /** Whether what was submitted was refused before it was accepted. */
  boolean isRefused() {
    return submitted.filter(followed -> followed.accepted().isCompletedExceptionally()).isPresent();
  }

  /**
   * Watches a run that the cluster plays or has played, and leaves its record here; the exit code.
   *
   * @param run its name in the cluster
   * @param folder has the configuration and is locked
   * @param without names of nodes whose parts of the log are gone for good
   */
  int watch(
      String run,
      RunFolder folder,
      RemoteSimulation.Wish wish,
      Set<String> without,
      Scenario scenario,
      Experiment experiment,
      PrintWriter out)
      throws IOException {
    RemoteSimulation simulation =
        new RemoteSimulation(client, wish, without, adapters, log, System.err::println);
    String attach = attach(run);
    AtomicFile.write(folder.remote(), (attach + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    Performance.Stage stage =
        new Performance.Stage(
            simulation,
            "Leaving; the run goes on in the cluster.",
            attach,
            outcome -> fork(folder, outcome),
            List.of());
    try {
      return new Performance(scenario, experiment, folder, Origin.NONE, json, stage).perform(out);
    } catch (ClusterRefusedException refused) {
      if (refused.isLeft()) {
        throw new StoppedException(refused.getMessage() + "; watch it again: " + attach);
      }
      throw refused;
    }
  }

  private String attach(String run) {
    return "./collegium attach " + run + " --cluster " + String.join(",", nodes) + options.again();
  }

  /** A run that is over is never taken up again in the cluster; it has another future from its last round on, here. */
  private static String fork(RunFolder folder, RunOutcome outcome) {
    int last = outcome.rounds().values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return "./collegium fork " + folder.root() + " --at-round " + last;
  }

  @Override
  public void close() {
    client.close();
  }
}
