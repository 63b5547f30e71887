package org.collegium.scenarios.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Benchmarks; figures are compared within one run, never between machines. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCH",
    description = "Measures: how fast, how much memory, how many steps. Read the ratios within one run.",
    footerHeading = "%nExample:%n",
    footer = "  collegium bench model-host",
    subcommands = {BenchModelHostCommand.class, BenchMemoryCommand.class, BenchPretrainingCommand.class,
      BenchLogCommand.class, BenchBadLogsCommand.class, BenchCrashCommand.class,
      BenchResumeCommand.class, BenchClusterCommand.class, BenchShardingCommand.class})
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "bench needs the name of a benchmark");
  }
}
