package org.collegium.scenarios.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.pretraining.PretrainingComparison;
import org.collegium.modelhost.pretraining.PretrainingComparison.Arm;
import org.collegium.scenarios.configuration.Pretraining;
import org.collegium.scenarios.configuration.PretrainingFile;
import org.collegium.scenarios.console.TextTable;
import org.collegium.scenarios.frontdesk.FrontDeskCorpus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares optimizers of a pretraining. */
@Command(
    name = "pretraining",
    mixinStandardHelpOptions = true,
    description = {
      "Steps to losses of Muon with QK-Norm against AdamW at several rates: same corpus, same seed, same schedule.",
      "Takes a whole training for each arm.",
    },
    footerHeading = "%nExample:%n",
    footer = "  collegium bench pretraining conf/pretraining/embedded.conf --set schedule.steps=300")
final class BenchPretrainingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "A pretraining file; its optimizer must be muon.")
  private Path file = Path.of("");

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set any key of the file. The last one wins.")
  private List<String> sets = new ArrayList<>();

  @Option(names = "--adamw", paramLabel = "RATE", split = ",", description = "Rates of AdamW. Default: 1e-3,3e-3,1e-2.")
  private List<Double> rates = List.of(1e-3, 3e-3, 1e-2);

  @Option(names = "--losses", paramLabel = "LOSS", split = ",", description = "Losses to reach, nats a token.")
  private List<Double> losses = List.of(0.5, 0.4, 0.3, 0.25, 0.2);

  @Override
  public Integer call() {
    List<String> overrides = new ArrayList<>(sets);
    overrides.add("validate-every=10");
    Pretraining pretraining = PretrainingFile.read(file, overrides);
    NativeRuntime.setThreads(pretraining.threads());
    FrontDeskCorpus corpus = new FrontDeskCorpus(pretraining.corpusSeed(), pretraining.mixture());
    List<Arm> arms = PretrainingComparison.run(pretraining.training(), rates, corpus, (arm, progress) -> {
      if (progress.step() % 100 == 0) {
        System.err.printf(Locale.ROOT, "%s: step %d of %d%n", arm, progress.step(), progress.steps());
      }
    });
    PrintWriter printer = spec.commandLine().getOut();
    table(arms).lines().forEach(printer::println);
    printer.println();
    Arm rival = PretrainingComparison.bestRival(arms);
    Arm muon = arms.getFirst();
    printer.println("best AdamW: " + rival.name() + ". Steps of " + muon.name() + " over its steps:");
    for (double loss : losses) {
      printer.println("  loss " + loss + ": " + ratio(muon, rival, loss));
    }
    printer.printf(Locale.ROOT, "time of a step, %s over %s: %.2f%n", muon.name(), rival.name(),
        muon.curve().seconds() / rival.curve().seconds());
    return ExitCode.OK;
  }

  private TextTable table(List<Arm> arms) {
    List<String> head = new ArrayList<>(List.of("arm", "final loss"));
    losses.forEach(loss -> head.add("to " + loss));
    TextTable table = new TextTable(head);
    for (Arm arm : arms) {
      List<String> row = new ArrayList<>(List.of(
          arm.name(), String.format(Locale.ROOT, "%.4f", arm.curve().finalValidationLoss())));
      losses.forEach(loss -> row.add(steps(arm, loss)));
      table.add(row);
    }
    return table;
  }

  private static String steps(Arm arm, double loss) {
    return arm.curve().stepsTo(loss).stream().mapToObj(String::valueOf).findFirst().orElse("never");
  }

  private static String ratio(Arm arm, Arm rival, double loss) {
    if (arm.curve().stepsTo(loss).isEmpty() || rival.curve().stepsTo(loss).isEmpty()) {
      return steps(arm, loss) + " against " + steps(rival, loss);
    }
    double share = arm.curve().stepsTo(loss).getAsInt() / (double) rival.curve().stepsTo(loss).getAsInt();
    return String.format(Locale.ROOT, "%.2f", share);
  }
}
