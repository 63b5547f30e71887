package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.collegium.organization.bench.BadLogs;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Damages message logs and watches that nothing passes unseen. */
@Command(
    name = "bad-logs",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  collegium bench bad-logs --cases 10000 --seed 1",
    description = {
      "Damages small message logs in seeded ways: bits, tails, frames and segments, plain and archived, and indexes.",
      "Each damage must be named with file and offset, or be a torn tail that opening repairs and says so, or, in an",
      "index only, be harmless. Ends with 1 when one is not.",
    })
final class BenchBadLogsCommand implements Callable<Integer> {
  private static final int FAULTS_SHOWN = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--cases", paramLabel = "COUNT", description = "Logs to damage. Default: 10000.")
  private int cases = 10_000;

  @Option(names = "--seed", paramLabel = "SEED", description = "The same seed damages the same. Default: 1.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    PrintWriter printer = spec.commandLine().getOut();
    Path scratch = Files.createTempDirectory("collegium-bench");
    try {
      BadLogs.Result result = BadLogs.tryAll(scratch, seed, cases);
      result.verdicts().forEach((kind, verdicts) ->
          printer.printf(Locale.ROOT, "%-18s %s%n", kind.toLowerCase(Locale.ROOT).replace('_', ' '), verdicts));
      printer.printf(Locale.ROOT, "seed %d: %,d cases, %d faults%n", seed, cases, result.faults().size());
      result.faults().stream().limit(FAULTS_SHOWN).forEach(printer::println);
      return result.faults().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      RunFolders.discard(new RunFolder(scratch));
    }
  }
}
