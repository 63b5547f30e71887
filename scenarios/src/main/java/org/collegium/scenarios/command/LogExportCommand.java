package org.collegium.scenarios.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.logview.LogExport;
import org.collegium.scenarios.logview.RecordFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes records for other tools. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes one row for each message, its contents as JSON by the names of the shipped .proto files.",
      "Memory does not grow with the log; the file is whole or not there.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium log export runs/first-call-001 --format parquet --out messages.parquet",
      "  collegium log export runs/first-call-001 --format jsonl --out told.jsonl --kind told,reported",
    })
final class LogExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "A run folder.")
  private Path folder = Path.of("");

  @Mixin private RecordOptions records = new RecordOptions();

  /** What can be written. */
  enum Format {
    PARQUET,
    JSONL
  }

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "parquet, or jsonl: one JSON object a line.")
  private Format format = Format.JSONL;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file; must not exist yet.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    RecordedRun run = RecordedRun.open(folder);
    RecordFilter filter = records.filter(run);
    if (Files.exists(file)) {
      throw new InvalidInputException("--out: " + file + " exists already; give another name or remove it");
    }
    Path parent = file.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new InvalidInputException("--out: " + file + ": there is no folder to write it to");
    }
    long rows = switch (format) {
      case PARQUET -> LogExport.parquet(run.folder().messages(), filter, file);
      case JSONL -> LogExport.jsonLines(run.folder().messages(), filter, file);
    };
    spec.commandLine().getOut().printf("%,d messages, %,d bytes: %s%n", rows, Files.size(file), file);
    return ExitCode.OK;
  }
}
