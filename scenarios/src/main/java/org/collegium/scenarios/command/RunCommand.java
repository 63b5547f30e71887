package org.collegium.scenarios.command;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.cluster.ClusterSimulation;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.console.ProgressPrinter;
import org.collegium.scenarios.console.ResultView;
import org.collegium.scenarios.experiment.Experiment;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.experiment.ScenarioPlan;
import org.collegium.scenarios.experiment.StopRequest;
import org.collegium.scenarios.result.SummaryFile;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a scenario. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the arms and seeds of a scenario side by side and compares them.",
      "Leaves a run folder with every message, adapters, tables, summary.json and report.html.",
      "Ctrl-C stops at the next round boundary; a second one ends at once.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium run conf/scenarios/first-call.conf            the design that takes two minutes",
      "  collegium run first-call --quick                        seconds",
      "  collegium run first-call --full --out runs/everything   all arms, all seeds",
      "  collegium run first-call --arms dual,notes --seed 7 --set arms.dual.group-size=4",
      "  collegium run retention --json > summary.json",
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ScenarioOptions options = new ScenarioOptions();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "The run folder; must not exist yet. Default: runs/NAME-NNN.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--json", description = "Print the summary as JSON instead of tables.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Scenario scenario = options.read();
    Experiment experiment = new Experiment(scenario, BaseTokenizer.ofUsable(scenario.model()), BuildId.current());
    RunFolder folder = folder(scenario, experiment.bytesNeeded());
    writeConfiguration(scenario, folder);
    ExperimentResult result = play(scenario, experiment, folder);
    RunRecord.write(result, folder);
    print(result, folder);
    return switch (result.outcome().ending()) {
      case COMPLETED, BUDGET_SPENT -> ExitCode.OK;
      case STOPPED -> ExitCode.STOPPED;
      case FAILED -> ExitCode.FAILED;
    };
  }

  private static void writeConfiguration(Scenario scenario, RunFolder folder) throws IOException {
    try {
      RunFolders.writeConfiguration(folder, scenario.resolved());
    } catch (IOException failed) {
      RunFolders.discard(folder);
      throw new InvalidInputException(folder.configuration() + ": cannot be written: " + failed.getMessage());
    }
  }

  private ExperimentResult play(Scenario scenario, Experiment experiment, RunFolder folder) {
    PrintStream screen = System.err;
    screen.println(scenario.name() + ": " + scenario.description());
    screen.println(ScenarioPlan.statement(scenario));
    StopRequest stop = new StopRequest();
    Interrupts.handle(stop, screen);
    try (ProgressPrinter progress = new ProgressPrinter(
        experiment.expectedRollouts(), screen, style(), () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))) {
      return experiment.run(new ClusterSimulation(), folder, progress, stop);
    }
  }

  private void print(ExperimentResult result, RunFolder folder) {
    PrintWriter printer = spec.commandLine().getOut();
    if (json) {
      printer.print(SummaryFile.text(result));
    } else {
      ResultView.lines(result.arms(), result.seeds().size(), result.comparisons()).forEach(printer::println);
      printer.println();
      printer.println(ending(result, folder));
    }
    printer.flush();
  }

  private RunFolder folder(Scenario scenario, long bytesNeeded) {
    return out.map(named -> RunFolders.make(named, bytesNeeded))
        .orElseGet(() -> RunFolders.makeNext(Home.folder().resolve("runs"), scenario.name(), bytesNeeded));
  }

  private ProgressPrinter.Style style() {
    if (json) {
      return ProgressPrinter.Style.SILENT;
    }
    boolean isTerminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return isTerminal ? ProgressPrinter.Style.BAR : ProgressPrinter.Style.LINES;
  }

  private static String ending(ExperimentResult result, RunFolder folder) {
    RunOutcome outcome = result.outcome();
    String how = switch (outcome.ending()) {
      case COMPLETED -> "Done";
      case BUDGET_SPENT -> "A budget was spent";
      case STOPPED -> "Stopped at a round boundary";
      case FAILED -> "Failed: " + outcome.detail();
    };
    return String.join(
        System.lineSeparator(),
        how + " after " + result.wallMs() / 1000 + " s. Final state " + outcome.finalStateHash() + ".",
        "Report:      " + folder.report(),
        "Run folder:  " + folder.root(),
        "Look again:  ./collegium inspect " + folder.root(),
        "Replay:      ./collegium replay " + folder.root());
  }
}
