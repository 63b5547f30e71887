package org.collegium.scenarios.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.run.RunListener;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.experiment.Experiment;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import org.collegium.scenarios.runfolder.RunLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Watches a run that a cluster plays or has played. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = {
      "Watches a run that a cluster plays, from anywhere, and collects it into a run folder when it is over.",
      "Ctrl-C leaves; the run goes on.",
    },
    footerHeading = "%nExamples:%n",
    footer = "  collegium attach first-call-001 --cluster 127.0.0.1:7355")
final class AttachCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RunInCluster named = new RunInCluster();

  @Option(names = "--out", paramLabel = "FOLDER", description = "The run folder. Default: runs/RUN.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--without",
      paramLabel = "NODE",
      split = ",",
      description = {
        "A node that is gone for good, with its part of the log. What is there is collected; such a run cannot be",
        "replayed, and what only that node recorded is not told."
      })
  private List<String> without = new ArrayList<>();

  @Option(names = "--json", description = "Print the summary as JSON instead of tables.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (RemoteRun remote = named.remote(json)) {
      ClusterClient client = remote.client();
      String scenario = scenario(client);
      RunFolder folder = folder(scenario);
      Scenario read = ScenarioFile.read(folder.configuration(), List.of());
      Experiment experiment = new Experiment(read, BaseTokenizer.of(read.model()), BuildId.current());
      try (RunLock _ = RunLock.take(folder)) {
        return remote.watch(
            named.run(),
            folder,
            listener -> client.attach(named.run(), Set.copyOf(without), listener),
            Set.copyOf(without),
            read,
            experiment,
            spec.commandLine().getOut());
      }
    }
  }

  private String scenario(ClusterClient client) {
    RunListener nobody = _ -> {};
    return RunInCluster.answer(client.attach(named.run(), nobody).accepted()).scenario();
  }

  /** That of a run which was left, or a new one. */
  private RunFolder folder(String scenario) throws IOException {
    RunFolder folder = new RunFolder(out.orElseGet(() -> Home.folder().resolve("runs").resolve(named.run())));
    if (Files.exists(folder.summary())) {
      throw new InvalidInputException(folder.root() + ": has been collected already; look at it with inspect");
    }
    if (!Files.exists(folder.root())) {
      RunFolders.make(folder.root(), 0);
      RunFolders.writeConfiguration(folder, scenario);
    }
    RunFolders.open(folder.root());
    if (!Files.readString(folder.configuration()).equals(scenario)) {
      throw new InvalidInputException(folder.root() + ": is the folder of another run; give --out");
    }
    return folder;
  }
}
