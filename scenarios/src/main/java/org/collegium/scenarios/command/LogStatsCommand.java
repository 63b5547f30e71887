package org.collegium.scenarios.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.collegium.organization.messagelog.LogExtent;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.scenarios.logview.LogStatistics;
import org.collegium.scenarios.logview.RecordFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Counts messages and bytes. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = {
      "Counts messages and bytes by kind, by who sends to whom, and what agents and orchestrators told each",
      "other; beside it, what telling the full contexts of the round would have cost.",
    })
final class LogStatsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "A run folder.")
  private Path folder = Path.of("");

  @Mixin private RecordOptions records = new RecordOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Rows of who told whom; those that told most come first. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Override
  public Integer call() throws IOException {
    RecordedRun run = RecordedRun.open(folder);
    RecordFilter filter = records.filter(run);
    LogStatistics statistics = new LogStatistics();
    LogExtent extent = LogReader.read(run.folder().messages(), record -> {
      if (filter.matches(record)) {
        statistics.add(record);
      }
    });
    List<Path> segments = segments(run.folder().messages());
    long bytes = 0;
    for (Path segment : segments) {
      bytes += Files.size(segment);
    }
    statistics.lines(extent, segments.size(), bytes, limit)
        .forEach(spec.commandLine().getOut()::println);
    return ExitCode.OK;
  }

  private static List<Path> segments(Path messages) throws IOException {
    try (Stream<Path> files = Files.list(messages)) {
      return files.filter(LogStatsCommand::isSegment).sorted().toList();
    }
  }

  private static boolean isSegment(Path file) {
    String name = String.valueOf(file.getFileName());
    // While a segment is there both plain and compressed, the plain one counts.
    return name.endsWith(".log")
        || (name.endsWith(".log.zst") && !Files.exists(file.resolveSibling(name.substring(0, name.length() - 4))));
  }
}
