package org.collegium.scenarios.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.cluster.ClusterSimulation;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.experiment.Experiment;
import org.collegium.scenarios.experiment.Origin;
import org.collegium.scenarios.experiment.ScenarioPlan;
import org.collegium.scenarios.fork.Changes;
import org.collegium.scenarios.fork.Fork;
import org.collegium.scenarios.fork.OriginFile;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import org.collegium.scenarios.runfolder.RunLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a run another future. */
@Command(
    name = "fork",
    mixinStandardHelpOptions = true,
    description = {
      "What if? Starts a new run from the state that a run had at the end of a round, with something changed.",
      "The run that is forked is left as it is. The report shows both.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium fork runs/first-call-001 --at-round 2 --seed 7                       other luck",
      "  collegium fork runs/first-call-001 --at-round 2 --set mind.imagines=false      other minds",
      "  collegium fork runs/first-call-001 --at-round 2 --arm dual=notes               other settings",
    })
final class ForkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "A run folder, complete or not; nobody may be working on it.")
  private Path run = Path.of("");

  @Option(
      names = "--at-round",
      required = true,
      paramLabel = "ROUND",
      description = "Last round that both have in common; 0 for none. An arm that ended earlier stands at its end.")
  private int round;

  @Option(names = "--seed", paramLabel = "SEED", description = "Draw other numbers from there on; the worlds stay.")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set any key of conf/reference.conf.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--arm",
      paramLabel = "NAME[=OTHER]",
      split = ",",
      description = "Go on with this arm only; NAME=OTHER: its agents go on with the settings of arm OTHER.")
  private List<String> arms = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "The new run folder; must not exist yet. Default: runs/NAME-NNN.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--json", description = "Print the summary as JSON instead of tables.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    RunFolder parent = RunFolders.open(run);
    RecordedRun.requireWholeLog(parent, "forked");
    Origin origin;
    Scenario scenario;
    Experiment experiment;
    RunFolder folder;
    try (RunLock _ = Files.isWritable(parent.root()) ? RunLock.take(parent) : RunLock.none()) {
      Scenario before = ScenarioFile.read(parent.configuration(), List.of());
      RunPlan plan = ScenarioPlan.of(before).runPlan(BaseTokenizer.of(before.model()));
      Changes changes =
          new Changes(seed, sets, Changes.arms(arms)).effective(parent.configuration(), this::tell);
      Fork fork = new Fork(parent, plan, OriginFile.read(parent), round, changes);
      scenario = ScenarioFile.read(parent.configuration(), fork.overrides());
      Tokenizer tokenizer = BaseTokenizer.ofUsable(scenario.model());
      RunPlan next = ScenarioPlan.of(scenario).runPlan(tokenizer);
      origin = fork.origin(next);
      experiment = new Experiment(scenario, tokenizer, BuildId.current());
      folder = folder(scenario, experiment.bytesNeeded());
      prepare(fork, folder, origin, next, scenario);
    }
    try (RunLock _ = RunLock.take(folder)) {
      return new Performance(scenario, experiment, folder, origin, json).perform(spec.commandLine().getOut());
    }
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  /** The configuration comes last: a folder that has it has all that a run needs. */
  private static void prepare(Fork fork, RunFolder folder, Origin origin, RunPlan plan, Scenario scenario)
      throws IOException {
    try {
      fork.prepare(folder, origin, plan, ClusterSimulation.settings(scenario.model()), System.err::println);
      RunFolders.writeConfiguration(folder, scenario.resolved());
    } catch (InvalidInputException | IOException failed) {
      RunFolders.discard(folder);
      throw failed;
    }
  }

  private RunFolder folder(Scenario scenario, long bytesNeeded) {
    return out.map(named -> RunFolders.make(named, bytesNeeded))
        .orElseGet(() -> RunFolders.makeNext(Home.folder().resolve("runs"), scenario.name(), bytesNeeded));
  }
}
