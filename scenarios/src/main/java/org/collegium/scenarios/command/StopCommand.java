package org.collegium.scenarios.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.run.RunOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private RunInCluster named = new RunInCluster();

  @Override
  public Integer call() {
    try (ClusterClient client = named.client()) {
      RunOutcome outcome = RunInCluster.answer(client.stop(named.run(), _ -> {}).over()).outcome();
      spec.commandLine()
          .getOut()
          .println(named.run() + " is over (" + outcome.ending().name().toLowerCase(Locale.ROOT) + "). Collect it: "
              + named.attach());
      return ExitCode.OK;
    }
  }
}
