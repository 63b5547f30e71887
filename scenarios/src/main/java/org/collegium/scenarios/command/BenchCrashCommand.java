package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.crash.CrashBench;
import org.collegium.scenarios.crash.CrashReport;
import org.collegium.scenarios.crash.CrashSetting;
import org.collegium.scenarios.experiment.ScenarioPlan;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Kills runs and watches that nothing of them is lost. */
@Command(
    name = "crash",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium bench crash --kills 50 --seed 1",
      "  collegium bench crash --kills 5 --points 0 retention --set selection.design=quick",
    },
    description = {
      "Runs a small design once without interruption. Then runs it again and again, each time in a process of its own",
      "that is killed at a random instant (SIGKILL), resumes it until it is done (one in three of those is killed",
      "too), compares how it ended, and replays its log. Then the same with processes that crash while they write an",
      "adapter, begin a segment of the log, or commit to the database. Ends with 1 when one run ended otherwise.",
    })
final class BenchCrashCommand implements Callable<Integer> {
  /** First-call in seconds: two arms, and all that they do. */
  private static final List<String> SMALL =
      List.of(
          "selection.arms=[dual, policy-dapo]",
          "selection.seeds=[1]",
          "agents.count=1",
          "world.companies=2",
          "world.unseen=1",
          "world.examination-rollouts=1",
          "arms.dual.rounds=5",
          "arms.policy-dapo.rounds=5",
          "arms.policy-dapo.group-size=2");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..1",
      description = "A scenario file, or the name of one in conf/scenarios. Default: first-call, made small.")
  private Optional<Path> scenario = Optional.empty();

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set any key of conf/reference.conf.")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--kills", paramLabel = "COUNT", description = "Runs to kill. Default: 50.")
  private int kills = 50;

  @Option(
      names = "--points",
      paramLabel = "COUNT",
      description = "Runs for each place at which processes are made to crash. Default: 4.")
  private int points = 4;

  @Option(names = "--seed", paramLabel = "SEED", description = "Draws instants and places. Default: 1.")
  private long seed = 1;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "A process that is not done by then hangs, which is a fault. Default: 300.")
  private long timeoutSeconds = 300;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Scenario design = design();
    out.println("seed " + seed + ": " + ScenarioPlan.statement(design));
    Path scratch = Files.createTempDirectory("collegium-bench");
    CrashSetting setting = BenchDesign.write(design, scratch).crashing(timeoutSeconds);
    CrashReport report = new CrashBench(setting, line -> {
      err.println(line);
      err.flush();
    }).run(kills, points, seed);
    report.lines().forEach(out::println);
    if (!report.isClean()) {
      out.println("What is different is kept in " + scratch);
      return ExitCode.FAILED;
    }
    RunFolders.discard(new RunFolder(scratch));
    return ExitCode.OK;
  }

  private Scenario design() {
    List<String> overrides = new ArrayList<>(scenario.isEmpty() ? SMALL : List.of());
    overrides.addAll(sets);
    return ScenarioFile.read(ScenarioOptions.located(scenario.orElse(Path.of("first-call"))), overrides);
  }
}
