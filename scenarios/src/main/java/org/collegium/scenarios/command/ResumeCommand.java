package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.experiment.Experiment;
import org.collegium.scenarios.fork.OriginFile;
import org.collegium.scenarios.result.RecordedSummary;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import org.collegium.scenarios.runfolder.RunLock;
import org.collegium.scenarios.telemetry.ProcessTelemetry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes on with a run that was interrupted. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = {
      "Goes on with a run from its last committed round: after Ctrl-C, a crash, a full disk.",
      "The result is the same, bit for bit, as if nothing had happened.",
    },
    footerHeading = "%nExamples:%n",
    footer = "  collegium resume runs/first-call-001")
final class ResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "A run folder; it may have been moved.")
  private Path run = Path.of("");

  @Option(names = "--json", description = "Print the summary as JSON instead of tables.")
  private boolean json;

  @Mixin private TelemetryOptions telemetry = new TelemetryOptions();

  @Override
  public Integer call() throws IOException {
    RunFolder folder = RunFolders.open(run);
    Scenario scenario = ScenarioFile.read(folder.configuration(), List.of());
    PrintWriter out = spec.commandLine().getOut();
    if (isComplete(folder)) {
      out.println(folder.root() + " is complete; there is nothing to go on with.");
      return ExitCode.OK;
    }
    if (MergedLog.isMerged(folder.messages())) {
      throw new InvalidInputException(
          folder.root() + ": was played on a cluster and its states stayed there; give it another future here:"
              + " ./collegium fork " + run + " --at-round N");
    }
    if (Files.isRegularFile(folder.remote())) {
      throw new InvalidInputException(
          folder.root() + ": a cluster plays this run, or has its log: " + Files.readString(folder.remote()).strip());
    }
    Experiment experiment = new Experiment(scenario, BaseTokenizer.ofUsable(scenario.model()), BuildId.current());
    try (RunLock _ = RunLock.take(folder);
        ProcessTelemetry measured = telemetry.start(folder.name())) {
      return new Performance(
              scenario, experiment, folder, OriginFile.read(folder), json, Performance.Stage.here(folder, measured))
          .perform(out);
    }
  }

  private static boolean isComplete(RunFolder folder) {
    if (!Files.isRegularFile(folder.summary())) {
      return false;
    }
    RunOutcome.Ending ending = RecordedSummary.read(folder.summary()).outcome().ending();
    return ending == RunOutcome.Ending.COMPLETED || ending == RunOutcome.Ending.BUDGET_SPENT;
  }
}
