package org.collegium.scenarios.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.cluster.ClusterRefusedException;
import org.collegium.organization.run.RunOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a run that a cluster plays. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Has a run of a cluster stop at its next round boundaries, and waits until it has. What is done is kept;",
      "'attach' collects it.",
    },
    footerHeading = "%nExamples:%n",
    footer = "  collegium stop first-call-001 --cluster 127.0.0.1:7355")
final class StopCommand implements Callable<Integer> {
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
      RunOutcome outcome = client.stop(run, _ -> {}).over().join().outcome();
      spec.commandLine()
          .getOut()
          .println(run + " is over (" + outcome.ending().name().toLowerCase(Locale.ROOT) + "). Collect it: "
              + "./collegium attach " + run + " --cluster " + String.join(",", nodes) + options.again());
      return ExitCode.OK;
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof ClusterRefusedException refused) {
        throw refused;
      }
      throw failed;
    }
  }
}
