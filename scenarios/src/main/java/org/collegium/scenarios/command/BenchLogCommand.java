package org.collegium.scenarios.command;

import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.collegium.organization.bench.LogThroughput;
import org.collegium.organization.bench.LogThroughput.Figures;
import org.collegium.organization.bench.LogThroughput.RoundEnd;
import org.collegium.organization.messagelog.Compression;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.messagelog.SegmentIndex;
import org.collegium.organization.replay.ReplayResult;
import org.collegium.organization.replay.Replayer;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.telemetry.Telemetry;
import org.collegium.scenarios.cluster.ClusterSimulation;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.experiment.ScenarioPlan;
import org.collegium.scenarios.experiment.StopRequest;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the message log costs. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  collegium bench log", "  collegium bench log --pairs 0    only the raw log"},
    description = {
      "Records a second that the message log takes and gives back; what it adds to the wall time of a run, with the",
      "log on and off in turn; how much faster a replay is than its run; bytes of a message and of a log.",
    })
final class BenchLogCommand implements Callable<Integer> {
  private static final int RAW_RUNS = 3;
  private static final int REPLAYS = 3;
  private static final int PRODUCERS = 2;
  private static final String ENABLED = "collegium.organization.log.enabled";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--pairs",
      paramLabel = "COUNT",
      description = "Runs with the log on, and as many with it off, after one of each to warm up. Default: 5.")
  private int pairs = 5;

  @Option(names = "--records", paramLabel = "COUNT", description = "Records of the raw log. Default: 4000000.")
  private int records = 4_000_000;

  /** A run, what it took, and what it left. */
  private record Played(double wallMs, double processorMs, RunOutcome outcome, RunFolder folder) {}

  @Override
  public Integer call() throws IOException {
    Path scratch = Files.createTempDirectory("collegium-bench");
    try {
      raw(scratch);
      if (pairs > 0) {
        runs(scratch);
      }
      out();
      return ExitCode.OK;
    } finally {
      RunFolders.discard(new RunFolder(scratch));
    }
  }

  private void raw(Path scratch) throws IOException {
    out().printf(
        Locale.ROOT, "The log alone: %d threads, payloads of 100 bytes, %,d records, median of %d%n",
        PRODUCERS, records, RAW_RUNS);
    List<Figures> plain = measured(scratch, Compression.NONE, RoundEnd.GO_ON, 1);
    out().printf(
        Locale.ROOT, "  written                                 %,12.0f records/s%n",
        median(plain, Figures::writtenPerSecond));
    out().printf(
        Locale.ROOT, "  read and checked                        %,12.0f records/s%n",
        median(plain, Figures::readPerSecond));
    List<Figures> archived = measured(scratch, Compression.ZSTD, RoundEnd.GO_ON, 1);
    out().printf(
        Locale.ROOT, "  written, segments compressed meanwhile  %,12.0f records/s%n",
        median(archived, Figures::writtenPerSecond));
    List<Figures> flushed = measured(scratch, Compression.NONE, RoundEnd.WAIT_FOR_DISK, 10);
    out().printf(Locale.ROOT, "  written, each thread waiting for the disk after each 1,000 records%n");
    out().printf(
        Locale.ROOT, "                                          %,12.0f records/s%n",
        median(flushed, Figures::writtenPerSecond));
    List<Figures> heap = measured(scratch, Compression.NONE, RoundEnd.MEASURE_HEAP, 1);
    out().printf(
        Locale.ROOT, "  live heap of log and queue, at most     %,12.1f MB%n",
        median(heap, of -> of.heapBytesMax() / 1e6));
  }

  private List<Figures> measured(Path scratch, Compression compression, RoundEnd roundEnd, int share)
      throws IOException {
    LogSettings settings =
        new LogSettings(
            LogSettings.DEFAULT.segmentBytesMax(), LogSettings.DEFAULT.queueMessagesMax(), compression, true);
    List<Figures> figures = new ArrayList<>();
    for (int run = 0; run <= RAW_RUNS; run++) {
      Path folder = scratch.resolve("raw");
      figures.add(new LogThroughput(folder, settings, PRODUCERS).measure(records / PRODUCERS / share, roundEnd));
      RunFolders.discard(new RunFolder(folder));
    }
    // The first one warmed up.
    return figures.subList(1, figures.size());
  }

  private void runs(Path scratch) throws IOException {
    Scenario scenario =
        ScenarioFile.read(
            Home.folder().resolve("conf").resolve("scenarios").resolve("first-call.conf"),
            List.of("selection.design=quick"));
    out().println();
    out().printf(Locale.ROOT, "first-call --quick, log on and off in turn, %d pairs%n", pairs);
    List<Played> on = new ArrayList<>();
    List<Played> off = new ArrayList<>();
    for (int pair = 0; pair <= pairs; pair++) {
      // Which one goes first alternates: what the first leaves behind must not count for one side only.
      boolean isOnFirst = pair % 2 == 0;
      Played first = play(scenario, scratch, isOnFirst);
      Played second = play(scenario, scratch, !isOnFirst);
      Played logged = isOnFirst ? first : second;
      Played unlogged = isOnFirst ? second : first;
      if (pair > 0) {
        on.add(logged);
        off.add(unlogged);
      }
      if (pair == pairs) {
        ratios(on, off);
        sizes(logged.folder);
        replays(scenario, logged);
      }
      RunFolders.discard(first.folder);
      RunFolders.discard(second.folder);
    }
  }

  private static Played play(Scenario scenario, Path scratch, boolean isLogged) throws IOException {
    System.setProperty(ENABLED, String.valueOf(isLogged));
    ConfigFactory.invalidateCaches();
    try {
      RunFolder folder = RunFolders.makeNext(scratch, "run", 0);
      RunFolders.writeConfiguration(folder, scenario.resolved());
      RunPlan plan = ScenarioPlan.of(scenario).runPlan(BaseTokenizer.of(scenario.model()));
      long processorStartNs = processorNs();
      long startNs = System.nanoTime();
      RunOutcome outcome =
          new ClusterSimulation(Telemetry.OFF)
              .play(plan, scenario.model(), folder, InitialStates.NONE, _ -> {}, new StopRequest());
      double wallMs = (System.nanoTime() - startNs) / 1e6;
      double processorMs = (processorNs() - processorStartNs) / 1e6;
      if (outcome.ending() != RunOutcome.Ending.COMPLETED) {
        throw new IllegalStateException("the run ended otherwise: " + outcome.detail());
      }
      return new Played(wallMs, processorMs, outcome, folder);
    } finally {
      System.clearProperty(ENABLED);
      ConfigFactory.invalidateCaches();
    }
  }

  private void ratios(List<Played> on, List<Played> off) {
    ratios("wall time     ", on.stream().map(Played::wallMs).toList(), off.stream().map(Played::wallMs).toList());
    ratios(
        "processor time",
        on.stream().map(Played::processorMs).toList(),
        off.stream().map(Played::processorMs).toList());
  }

  private void ratios(String what, List<Double> on, List<Double> off) {
    List<Double> ratios = new ArrayList<>();
    for (int pair = 0; pair < on.size(); pair++) {
      ratios.add(on.get(pair) / off.get(pair));
    }
    out().printf(
        Locale.ROOT, "  %s  on %.2f s, off %.2f s (medians), ratio %.3f; of single pairs %.3f to %.3f, median %.3f%n",
        what, median(on) / 1e3, median(off) / 1e3, median(on) / median(off),
        ratios.stream().min(Double::compare).orElse(0.0), ratios.stream().max(Double::compare).orElse(0.0),
        median(ratios));
  }

  /** Of all threads of this process; tells more than wall time when others use the machine too. */
  private static long processorNs() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private void sizes(RunFolder folder) {
    List<SegmentIndex> indexes = LogReader.indexes(folder.messages());
    long messages = indexes.stream().mapToLong(SegmentIndex::records).sum();
    long bytes = indexes.stream().mapToLong(SegmentIndex::bytes).sum();
    long disk = LogThroughput.size(folder.messages());
    out().printf(Locale.ROOT, "  %,d messages, %.1f MB: %.0f bytes a message, %.0f after compression (%.1f MB)%n",
        messages, bytes / 1e6, (double) bytes / messages, (double) disk / messages, disk / 1e6);
  }

  private void replays(Scenario scenario, Played played) {
    RunPlan plan = ScenarioPlan.of(scenario).runPlan(BaseTokenizer.of(scenario.model()));
    List<Double> replayMs = new ArrayList<>();
    for (int replay = 0; replay < REPLAYS; replay++) {
      long startNs = System.nanoTime();
      ReplayResult result = Replayer.replay(played.folder.messages(), plan, played.outcome);
      replayMs.add((System.nanoTime() - startNs) / 1e6);
      result.difference().ifPresent(difference -> {
        throw new IllegalStateException("the replay differs: " + difference);
      });
    }
    out().printf(Locale.ROOT, "  replay: %.0f ms, the first one %.0f ms: %.0f and %.0f times faster than the run%n",
        median(replayMs), replayMs.getFirst(), played.wallMs / median(replayMs), played.wallMs / replayMs.getFirst());
  }

  private static double median(List<Figures> figures, ToDoubleFunction<Figures> of) {
    return median(figures.stream().map(of::applyAsDouble).toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private PrintWriter out() {
    PrintWriter printer = spec.commandLine().getOut();
    printer.flush();
    return printer;
  }
}
