package org.collegium.scenarios.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.cluster.ClusterRefusedException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A run that a cluster knows, as command lines name it. */
final class RunInCluster {
  @Parameters(paramLabel = "RUN", description = "Name of the run in the cluster: that of the folder it was begun with.")
  private String run = "";

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      split = ",",
      required = true,
      description = "Any node of the cluster, or several.")
  private List<String> nodes = new ArrayList<>();

  @Mixin private ClusterOptions options = new ClusterOptions();

  String run() {
    return run;
  }

  /** A client of the cluster. */
  ClusterClient client() {
    return options.client(nodes);
  }

  /** Watches or collects the run. */
  RemoteRun remote(boolean json) {
    return new RemoteRun(nodes, options, json);
  }

  /** For messages: the command that collects the run. */
  String attach() {
    return "./collegium attach " + run + " --cluster " + String.join(",", nodes) + options.again();
  }

  /**
   * What the cluster answers.
   *
   * @throws ClusterRefusedException when it does not do what is wanted
   */
  static <T> T answer(CompletableFuture<T> told) {
    try {
      return told.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof ClusterRefusedException refused) {
        throw refused;
      }
      throw failed;
    }
  }
}
