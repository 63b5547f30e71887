package org.collegium.scenarios.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks into the message log of a run. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "show|stats|export",
    description = "Looks into the message log of a run: what every actor received, in order.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium log show runs/first-call-001 --agent dual/1/agent-1 --round 3",
      "  collegium log stats runs/first-call-001",
      "  collegium log export runs/first-call-001 --format parquet --out messages.parquet",
    },
    subcommands = {LogShowCommand.class, LogStatsCommand.class, LogExportCommand.class})
final class LogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "log needs one of show, stats, export");
  }
}
