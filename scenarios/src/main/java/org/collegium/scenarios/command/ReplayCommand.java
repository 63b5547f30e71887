package org.collegium.scenarios.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.replay.ReplayResult;
import org.collegium.organization.replay.Replayer;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.experiment.ScenarioPlan;
import org.collegium.scenarios.fork.OriginFile;
import org.collegium.scenarios.replaying.ReplayVerdict;
import org.collegium.scenarios.result.RecordedSummary;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves that a run was what its log says. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Proves from its message log that a run was as recorded.",
      "Feeds every recorded message to the cores again, without actors and without a model, and compares",
      "everything they send and their final state, bit for bit, with what was recorded.",
      "Ends with 1 and the first difference when something is not as recorded. The log of a run that was killed",
      "is replayed up to where it ends.",
    },
    footerHeading = "%nExamples:%n",
    footer = "  collegium replay runs/first-call-001")
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "A run folder.")
  private Path run = Path.of("");

  @Override
  public Integer call() {
    RunFolder folder = RunFolders.open(run);
    Scenario scenario = ScenarioFile.read(folder.configuration(), List.of());
    RunPlan plan = ScenarioPlan.of(scenario).runPlan(BaseTokenizer.of(scenario.model()));
    PrintWriter out = spec.commandLine().getOut();
    long startNs = System.nanoTime();
    ReplayResult result;
    try {
      result =
          Replayer.replay(
              folder.messages(), plan, OriginFile.read(folder).states(), RecordedSummary.readOutcome(folder.summary()));
    } catch (LogDamagedException damaged) {
      spec.commandLine().getErr().println(damaged.getMessage());
      return ExitCode.FAILED;
    }
    ReplayVerdict.lines(result, (System.nanoTime() - startNs) / 1e9).forEach(out::println);
    return result.difference().isPresent() ? ExitCode.FAILED : ExitCode.OK;
  }
}
