package org.collegium.scenarios.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.collegium.modelhost.bench.ModelHostBench;
import org.collegium.modelhost.bench.Throughput;
import org.collegium.scenarios.console.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the decoder with many adapters. */
@Command(
    name = "model-host",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  collegium bench model-host --rank 16",
    description = "Tokens a second of one batch: the base alone, 8 rows an adapter, and 1 row an adapter.")
final class BenchModelHostCommand implements Callable<Integer> {
  private static final int STEPS = 12;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--rows", paramLabel = "COUNT", description = "Rows of the batch, a multiple of 8. Default: 64.")
  private int rows = 64;

  @Option(names = "--rank", paramLabel = "RANK", description = "Rank of each adapter. Default: 8.")
  private int rank = 8;

  @Option(names = "--threads", paramLabel = "COUNT", description = "Threads of one native operation. Default: 1.")
  private int threads = 1;

  @Option(names = "--rounds", paramLabel = "COUNT", description = "How often each batch takes its turn. Default: 20.")
  private int rounds = 20;

  @Override
  public Integer call() {
    List<Throughput> measured =
        new ModelHostBench(ModelHostBench.embeddedShape(), rows, rank, threads).decoding(rounds, STEPS);
    TextTable table = new TextTable(List.of("batch", "tokens/s", "of the base"));
    for (Throughput each : measured) {
      table.add(List.of(
          each.name(),
          String.format(Locale.ROOT, "%,.0f", each.tokensPerSecond()),
          String.format(Locale.ROOT, "%.2f", each.ratio())));
    }
    PrintWriter printer = spec.commandLine().getOut();
    table.lines().forEach(printer::println);
    printer.println("medians over " + rounds + " rounds of " + STEPS + " steps of " + rows + " rows, rank " + rank
        + ", " + threads + (threads == 1 ? " thread" : " threads") + "; all batches take turns of a few steps");
    return ExitCode.OK;
  }
}
