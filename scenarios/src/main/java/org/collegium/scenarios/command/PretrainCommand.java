package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.collegium.modelhost.pretraining.PretrainingListener;
import org.collegium.scenarios.configuration.Pretraining;
import org.collegium.scenarios.configuration.PretrainingFile;
import org.collegium.scenarios.console.Numbers;
import org.collegium.scenarios.experiment.StopRequest;
import org.collegium.scenarios.pretraining.EmbeddedPretraining;
import org.collegium.scenarios.runfolder.DiskSpace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a base model from nothing. */
@Command(
    name = "pretrain",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a base model from the generated front-desk corpus.",
      "Writes a Hugging Face folder with its recipe.",
      "The folder appears when all is written, and not before.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium pretrain conf/pretraining/embedded.conf --out runs/base",
      "  collegium pretrain conf/pretraining/embedded.conf --set optimizer.kind=adamw --set schedule.steps=300",
    })
final class PretrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "A pretraining file; conf/pretraining/embedded.conf tells every key.")
  private Path file = Path.of("");

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set any key of the file. The last one wins.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the base goes; must not exist. Default: runs/base-NAME of the file's name.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Pretraining pretraining = PretrainingFile.read(file, sets);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.conf$", "");
    Path folder = out.orElse(Home.folder().resolve("runs").resolve("base-" + name));
    PrintStream screen = System.err;
    EmbeddedPretraining training = new EmbeddedPretraining(pretraining);
    DiskSpace.require(folder, training.bytesNeeded(), "this base");
    // A process that ends while native code runs takes that code's objects away under its feet, and crashes.
    StopRequest stop = new StopRequest();
    Interrupts.handle(stop, screen, "Stopping at the next step; nothing will be kept.");
    EmbeddedPretraining.Outcome outcome = training.run(folder, progress -> {
      show(screen, progress);
      if (stop.isMade()) {
        throw new StoppedException("Stopped at step " + progress.step() + "; nothing was kept.");
      }
    });
    PrintWriter printer = spec.commandLine().getOut();
    printer.printf(
        Locale.ROOT,
        "%,d parameters, validation loss %.4f nats a token (no model gets below %.4f), %s%n",
        outcome.parameters(),
        outcome.validationLoss(),
        outcome.irreducibleLoss(),
        Numbers.time(Math.round(outcome.seconds())));
    printer.println("Base model:  " + folder);
    printer.println("Look at it:  ./collegium inspect " + folder);
    printer.println("Its skills:  ./collegium inspect " + folder + " --checks");
    return ExitCode.OK;
  }

  private static void show(PrintStream screen, PretrainingListener.Progress progress) {
    progress.validationLoss().ifPresent(loss -> screen.printf(
        Locale.ROOT,
        "step %d of %d, training loss %.4f, validation loss %.4f, %s gone%n",
        progress.step(),
        progress.steps(),
        progress.trainingLoss(),
        loss,
        Numbers.time(Math.round(progress.seconds()))));
  }
}
