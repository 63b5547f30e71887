package org.collegium.scenarios.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.experiment.Experiment;
import org.collegium.scenarios.experiment.Origin;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import org.collegium.scenarios.runfolder.RunLock;
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
      "Ctrl-C stops at the next round boundary; a second one ends at once. 'resume' goes on from there.",
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
    try (RunLock _ = RunLock.take(folder)) {
      return new Performance(scenario, experiment, folder, Origin.NONE, json).perform(spec.commandLine().getOut());
    }
  }

  private static void writeConfiguration(Scenario scenario, RunFolder folder) throws IOException {
    try {
      RunFolders.writeConfiguration(folder, scenario.resolved());
    } catch (IOException failed) {
      RunFolders.discard(folder);
      throw new InvalidInputException(folder.configuration() + ": cannot be written: " + failed.getMessage());
    }
  }

  private RunFolder folder(Scenario scenario, long bytesNeeded) {
    return out.map(named -> RunFolders.make(named, bytesNeeded))
        .orElseGet(() -> RunFolders.makeNext(Home.folder().resolve("runs"), scenario.name(), bytesNeeded));
  }
}
