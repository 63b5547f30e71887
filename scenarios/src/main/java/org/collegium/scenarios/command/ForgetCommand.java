package org.collegium.scenarios.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.cluster.ClusterRefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes all that a cluster keeps of a run. */
@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    description = {
      "Removes all that a cluster keeps of a run that is over: states, adapters, and each node's part of the log. What",
      "was collected into a run folder stays. Nodes that are away remove their part when they come back.",
    },
    footerHeading = "%nExamples:%n",
    footer = "  collegium forget first-call-001 --cluster 127.0.0.1:7355")
final class ForgetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "Name of the run in the cluster.")
  private String run = "";

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      split = ",",
      required = true,
      description = "Any node of the cluster, or several.")
  private List<String> nodes = new ArrayList<>();

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Override
  public Integer call() {
    try (ClusterClient client = options.client(nodes)) {
      List<String> away = client.forget(run).join();
      PrintWriter out = spec.commandLine().getOut();
      out.println(run + " is forgotten: the cluster has removed its states, its adapters and its log.");
      if (!away.isEmpty()) {
        out.println("Not there: " + String.join(", ", away) + ". What is left there goes when they are back.");
      }
      return ExitCode.OK;
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof ClusterRefusedException refused) {
        throw refused;
      }
      throw failed;
    }
  }
}
