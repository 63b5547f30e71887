package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.crash.CrashSetting;
import org.collegium.scenarios.crash.ResumeBench;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how soon a run that was killed works again. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  collegium bench resume --agents 64",
    description = {
      "Begins a run of many agents, kills it when a round is closed, resumes it, and says how long the new process",
      "took, from its start, until it recorded its first message, asked the model host, and had agents at work.",
    })
final class BenchResumeCommand implements Callable<Integer> {
  private static final double GOAL_SECONDS = 5;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--agents", paramLabel = "COUNT", description = "Agents of the run. Default: 64.")
  private int agents = 64;

  @Option(names = "--times", paramLabel = "COUNT", description = "How often to resume. Default: 3.")
  private int times = 3;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "A process that is not as far by then has failed. Default: 900.")
  private long timeoutSeconds = 900;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Scenario design = design();
    Path scratch = Files.createTempDirectory("collegium-bench");
    try {
      CrashSetting setting = BenchDesign.write(design, scratch).crashing(timeoutSeconds);
      ResumeBench bench = new ResumeBench(setting, agents);
      out.printf(Locale.ROOT, "first-call, dual, %d agents, killed after round %d%n", agents, bench.interrupt());
      out.printf("%10s %14s %16s %16s%n", "log begun", "host asked", "first at work", "all at work");
      out.flush();
      List<ResumeBench.Figures> all = new ArrayList<>();
      for (int time = 0; time < times; time++) {
        ResumeBench.Figures figures = bench.resume();
        all.add(figures);
        out.printf(
            Locale.ROOT, "%8.2f s %12.2f s %14.2f s %14.2f s%n", seconds(figures.logBegun()),
            seconds(figures.firstAsked()), seconds(figures.firstServed()), seconds(figures.allServed()));
        out.flush();
      }
      double ready = median(all);
      out.printf(
          Locale.ROOT, "ready to work, the first agent served, after %.2f s (median): %.2f of %.0f s%n", ready,
          ready / GOAL_SECONDS, GOAL_SECONDS);
      return ExitCode.OK;
    } finally {
      RunFolders.discard(new RunFolder(scratch));
    }
  }

  private static double median(List<ResumeBench.Figures> all) {
    List<ResumeBench.Figures> sorted =
        all.stream().sorted(Comparator.comparing(ResumeBench.Figures::firstServed)).toList();
    return seconds(sorted.get(sorted.size() / 2).firstServed());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private Scenario design() {
    return ScenarioFile.read(
        ScenarioOptions.located(Path.of("first-call")),
        List.of(
            // The other designs have fewer agents.
            "selection.design=full",
            "selection.arms=[dual]",
            "selection.seeds=[1]",
            "agents.count=" + agents,
            "world.companies=2",
            "world.unseen=1",
            "world.examination-rollouts=1",
            "arms.dual.rounds=4"));
  }
}
