package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.telemetry.Telemetry;
import org.collegium.scenarios.cluster.ClusterSimulation;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.experiment.Experiment;
import org.collegium.scenarios.experiment.Origin;
import org.collegium.scenarios.experiment.StopRequest;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Watches memory over many rounds. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  collegium bench memory --rounds 200",
    description = {
      "Heap in use after a collection, and resident memory of the process, over many rounds of one dual organization",
      "in first-call. Both should level off.",
    })
final class BenchMemoryCommand implements Callable<Integer> {
  private static final int LINES = 10;
  private static final Path STATUS = Path.of("/proc/self/status");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--rounds", paramLabel = "COUNT", description = "Rounds to play. Default: 200.")
  private int rounds = 200;

  @Override
  public Integer call() throws IOException {
    Path file = Home.folder().resolve("conf").resolve("scenarios").resolve("first-call.conf");
    Scenario scenario = ScenarioFile.read(file, List.of(
        "selection.design=full", "selection.arms=[dual]", "selection.seeds-count=1", "agents.count=2",
        "arms.dual.rounds=" + rounds, "world.examination-rollouts=0"));
    Experiment experiment = new Experiment(scenario, BaseTokenizer.of(scenario.model()), BuildId.current());
    RunFolder folder = RunFolders.makeNext(Files.createTempDirectory("collegium-bench"), "memory", 0);
    PrintWriter printer = spec.commandLine().getOut();
    try {
      RunFolders.writeConfiguration(folder, scenario.resolved());
      printer.println("round  heap MB  resident MB");
      RunOutcome outcome = experiment
          .run(
              new ClusterSimulation(Telemetry.OFF),
              folder,
              Origin.NONE,
              round -> show(printer, round),
              new StopRequest())
          .outcome();
      printer.println(outcome.ending() + ", final state " + outcome.finalStateHash());
      return outcome.ending() == RunOutcome.Ending.COMPLETED ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      RunFolders.discard(folder);
      Files.deleteIfExists(folder.root().toAbsolutePath().getParent());
    }
  }

  private void show(PrintWriter printer, RoundResult round) {
    if (round.round() % Math.max(1, rounds / LINES) != 0) {
      return;
    }
    System.gc();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    printer.printf(Locale.ROOT, "%5d  %7d  %11s%n", round.round(), heap >> 20, resident());
    printer.flush();
  }

  /** Resident memory in megabytes where the system tells it. */
  private static String resident() {
    if (!Files.isReadable(STATUS)) {
      return "unknown";
    }
    try (var lines = Files.lines(STATUS)) {
      return lines.filter(line -> line.startsWith("VmRSS:"))
          .map(line -> String.valueOf(Long.parseLong(line.replaceAll("\\D", "")) >> 10))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown: " + e.getMessage();
    }
  }
}
