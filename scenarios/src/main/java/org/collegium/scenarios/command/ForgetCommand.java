package org.collegium.scenarios.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.collegium.organization.cluster.ClusterClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private RunInCluster named = new RunInCluster();

  @Override
  public Integer call() {
    try (ClusterClient client = named.client()) {
      List<String> away = RunInCluster.answer(client.forget(named.run()));
      PrintWriter out = spec.commandLine().getOut();
      out.println(named.run() + " is forgotten: the cluster has removed its states, its adapters and its log.");
      if (!away.isEmpty()) {
        out.println("Not there: " + String.join(", ", away) + ". What is left there goes when they are back.");
      }
      return ExitCode.OK;
    }
  }
}
