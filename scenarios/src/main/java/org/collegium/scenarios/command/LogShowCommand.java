package org.collegium.scenarios.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.scenarios.logview.NumberedRecord;
import org.collegium.scenarios.logview.RecordFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints records. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Prints one line for each message: its number in the log, the round, receiver #its own number (and",
      ".incarnation when it began again), sender, kind, place in the round, bytes.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium log show runs/first-call-001 --kind reported --round 3..5",
      "  collegium log show runs/first-call-001 --agent dual/1/agent-1 --limit 20 --full",
    })
final class LogShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "A run folder.")
  private Path folder = Path.of("");

  @Mixin private RecordOptions records = new RecordOptions();

  @Option(names = "--limit", paramLabel = "N", description = "Print at most so many; the rest is counted.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--full", description = "Print the contents of each message too, as JSON.")
  private boolean full;

  private long position;
  private long matching;

  @Override
  public Integer call() {
    RecordedRun run = RecordedRun.open(folder);
    RecordFilter filter = records.filter(run);
    PrintWriter out = spec.commandLine().getOut();
    LogReader.read(run.folder().messages(), record -> {
      position++;
      if (filter.matches(record)) {
        matching++;
        if (matching <= limit) {
          print(out, new NumberedRecord(position, record));
        }
      }
    });
    if (matching > limit) {
      out.printf("and %,d more of %,d messages%n", matching - limit, position);
    }
    out.flush();
    return ExitCode.OK;
  }

  private void print(PrintWriter out, NumberedRecord numbered) {
    out.println(numbered.line());
    if (full) {
      out.println("         " + numbered.contents());
    }
  }
}
