package org.collegium.scenarios.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.scenarios.configuration.ModelSettings;
import org.collegium.scenarios.console.TextTable;
import org.collegium.scenarios.inspection.FolderInspection;
import org.collegium.scenarios.pretraining.Check;
import org.collegium.scenarios.pretraining.EmbeddedChecks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what something is. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Tells what is in a run folder, a base model's folder or an adapter's folder.",
      "'embedded' checks what the shipped base can do on companies that its pretraining never named; ends with 1",
      "when a check fails. --checks does the same for another base.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium inspect runs/first-call-001",
      "  collegium inspect runs/first-call-001/adapters/dual/1/agent-1",
      "  collegium inspect embedded",
    })
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "TARGET", description = "A folder, or 'embedded'.")
  private Path target = Path.of("");

  @Option(names = "--checks", description = "Check a base model's skills.")
  private boolean checks;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    boolean isEmbedded = target.equals(Path.of(ModelSettings.EMBEDDED)) && !Files.exists(target);
    if (isEmbedded || checks) {
      int threads = Runtime.getRuntime().availableProcessors();
      if (!isEmbedded) {
        BaseTokenizer.ofUsable(target);
      }
      return check(out, isEmbedded
          ? ModelHostSettings.embedded("auto", threads)
          : ModelHostSettings.ofFolder(target, "auto", threads));
    }
    FolderInspection.lines(target).forEach(out::println);
    return ExitCode.OK;
  }

  private static int check(PrintWriter out, ModelHostSettings settings) {
    List<Check> checks = EmbeddedChecks.run(settings);
    TextTable table = new TextTable(List.of("check", "cases", "value", "unit", "good from", "to", ""));
    for (Check check : checks) {
      table.add(List.of(
          check.name(),
          Integer.toString(check.cases()),
          number(check.value()),
          check.unit(),
          number(check.atLeast()),
          number(check.atMost()),
          check.passed() ? "good" : "BAD"));
    }
    table.lines().forEach(out::println);
    return EmbeddedChecks.allPassed(checks) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
