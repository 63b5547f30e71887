package org.collegium.scenarios.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.collegium.organization.cluster.ClusterRefusedException;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.experiment.Experiment;
import org.collegium.scenarios.experiment.Origin;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import org.collegium.scenarios.runfolder.RunLock;
import org.collegium.scenarios.telemetry.ProcessTelemetry;
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
      "  collegium run first-call --cluster 127.0.0.1:7355       on a cluster, see 'node'",
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

  @Option(
      names = "--cluster",
      paramLabel = "HOST:PORT",
      split = ",",
      description = {
        "Have a cluster play it, and collect what comes out; name any of its nodes, or several. Ctrl-C leaves it",
        "there: 'attach' watches it again, 'stop' ends it."
      })
  private List<String> nodes = new ArrayList<>();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private TelemetryOptions telemetry = new TelemetryOptions();

  @Override
  public Integer call() throws IOException {
    Scenario scenario = options.read();
    ClusterOptions.addresses("--cluster", nodes);
    return nodes.isEmpty() ? here(scenario) : onCluster(scenario);
  }

  private int here(Scenario scenario) throws IOException {
    Experiment experiment = new Experiment(scenario, BaseTokenizer.ofUsable(scenario.model()), BuildId.current());
    RunFolder folder = made(scenario, experiment);
    try (RunLock _ = RunLock.take(folder);
        ProcessTelemetry measured = telemetry.start(folder.name())) {
      return new Performance(
              scenario, experiment, folder, Origin.NONE, json, Performance.Stage.here(folder, measured))
          .perform(spec.commandLine().getOut());
    } catch (InvalidInputException wrong) {
      discardUnplayed(folder);
      throw wrong;
    }
  }

  private int onCluster(Scenario scenario) throws IOException {
    Experiment experiment = new Experiment(scenario, BaseTokenizer.ofSpoken(scenario.model()), BuildId.current());
    try (RemoteRun remote = new RemoteRun(nodes, cluster, json)) {
      RunFolder folder = made(scenario, experiment);
      try (RunLock _ = RunLock.take(folder);
          ProcessTelemetry _ = telemetry.start(folder.name())) {
        return remote.submit(folder, scenario, experiment, spec.commandLine().getOut());
      } catch (InvalidInputException wrong) {
        discardUnplayed(folder);
        throw wrong;
      } catch (ClusterRefusedException refused) {
        if (remote.isRefused()) {
          RunFolders.discard(folder);
        }
        throw refused;
      }
    }
  }

  private static void discardUnplayed(RunFolder folder) throws IOException {
    if (Files.notExists(folder.messages())) {
      RunFolders.discard(folder);
    }
  }

  private RunFolder made(Scenario scenario, Experiment experiment) throws IOException {
    RunFolder folder = folder(scenario, experiment.bytesNeeded());
    writeConfiguration(scenario, folder);
    return folder;
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
