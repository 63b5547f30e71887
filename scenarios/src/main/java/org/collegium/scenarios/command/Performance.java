package org.collegium.scenarios.command;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.cluster.ClusterSimulation;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.console.ProgressPrinter;
import org.collegium.scenarios.console.ResultView;
import org.collegium.scenarios.experiment.Experiment;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.experiment.Origin;
import org.collegium.scenarios.experiment.ScenarioPlan;
import org.collegium.scenarios.experiment.Simulation;
import org.collegium.scenarios.experiment.StopRequest;
import org.collegium.scenarios.result.SummaryFile;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.telemetry.ProcessTelemetry;

/** A run as a user sees it, whether it begins, goes on after an interruption, or was forked. */
final class Performance {
  private final Scenario scenario;
  private final Experiment experiment;
  private final RunFolder folder;
  private final Origin origin;
  private final boolean json;
  private final Stage stage;

  /**
   * Where a run is played.
   *
   * @param onInterrupt what Ctrl-C is answered with
   * @param again the command that makes the record when it could not be written
   * @param goOn how a run that is over and not at its end goes on
   * @param told lines that are shown when it begins
   */
  record Stage(
      Simulation simulation,
      String onInterrupt,
      String again,
      Function<RunOutcome, String> goOn,
      List<String> told) {
    static Stage here(RunFolder folder, ProcessTelemetry telemetry) {
      String resume = "./collegium resume " + folder.root();
      return new Stage(
          new ClusterSimulation(telemetry),
          "Stopping at the next round boundary; what is done is kept.",
          resume,
          _ -> resume,
          telemetry.whereabouts());
    }
  }

  Performance(Scenario scenario, Experiment experiment, RunFolder folder, Origin origin, boolean json) {
    this(scenario, experiment, folder, origin, json, Stage.here(folder, ProcessTelemetry.OFF));
  }

  /**
   * @param folder has the configuration and is locked
   * @param json whether the summary is printed instead of tables
   */
  Performance(
      Scenario scenario, Experiment experiment, RunFolder folder, Origin origin, boolean json, Stage stage) {
    this.stage = stage;
    this.scenario = scenario;
    this.experiment = experiment;
    this.folder = folder;
    this.origin = origin;
    this.json = json;
  }

  /** Plays it to its end, leaves its record, and prints what came out; the exit code. */
  int perform(PrintWriter out) throws IOException {
    ExperimentResult result = play();
    RunRecord.write(result, folder, stage.again());
    print(result, out);
    return switch (result.outcome().ending()) {
      case COMPLETED, BUDGET_SPENT -> ExitCode.OK;
      case STOPPED -> ExitCode.STOPPED;
      case FAILED -> ExitCode.FAILED;
    };
  }

  private ExperimentResult play() {
    PrintStream screen = System.err;
    screen.println(scenario.name() + ": " + scenario.description());
    screen.println(ScenarioPlan.statement(scenario));
    stage.told().forEach(screen::println);
    StopRequest stop = new StopRequest();
    Interrupts.handle(stop, screen, stage.onInterrupt());
    try (ProgressPrinter progress = new ProgressPrinter(
        experiment.expectedRollouts(), screen, style(), () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))) {
      return experiment.run(stage.simulation(), folder, origin, progress, stop);
    }
  }

  private ProgressPrinter.Style style() {
    if (json) {
      return ProgressPrinter.Style.SILENT;
    }
    boolean isTerminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return isTerminal ? ProgressPrinter.Style.BAR : ProgressPrinter.Style.LINES;
  }

  private void print(ExperimentResult result, PrintWriter printer) {
    if (json) {
      printer.print(SummaryFile.text(result));
    } else {
      tables(result).forEach(printer::println);
      printer.println();
      ending(result).forEach(printer::println);
    }
    printer.flush();
  }

  private static List<String> tables(ExperimentResult result) {
    return result.organizations().stream().allMatch(organization -> organization.rounds().isEmpty())
        ? List.of(ResultView.NO_ROUNDS)
        : ResultView.lines(result.arms(), result.seeds().size(), result.comparisons());
  }

  private List<String> ending(ExperimentResult result) {
    RunOutcome outcome = result.outcome();
    List<String> lines = new ArrayList<>();
    lines.add(
        switch (outcome.ending()) {
          case COMPLETED -> "Done";
          case BUDGET_SPENT -> "A budget was spent";
          case STOPPED -> "Stopped at a round boundary";
          case FAILED -> "Failed: " + outcome.detail();
        } + " after " + result.wallMs() / 1000 + " s. Final state " + outcome.finalStateHash() + ".");
    boolean isCut =
        outcome.ending() == RunOutcome.Ending.STOPPED || outcome.ending() == RunOutcome.Ending.FAILED;
    if (isCut && result.missing().isEmpty()) {
      lines.add("Go on:       " + stage.goOn().apply(outcome));
    }
    if (!result.missing().isEmpty()) {
      lines.add(result.missing().words());
    }
    lines.add(
        "Report:      "
            + (result.isTold() ? folder.report() : "none, for nothing can be told of any organization"));
    lines.add("Run folder:  " + folder.root());
    lines.add("Look again:  ./collegium inspect " + folder.root());
    if (result.missing().isEmpty()) {
      lines.add("Replay:      ./collegium replay " + folder.root());
    }
    return lines;
  }
}
