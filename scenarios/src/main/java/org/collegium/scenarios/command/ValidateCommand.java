package org.collegium.scenarios.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.experiment.ScenarioPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a scenario without running it. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a scenario file and says what would run.",
      "Every error is shown at once, each with its file and line.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium validate conf/scenarios/first-call.conf",
      "  collegium validate first-call --quick --resolved",
    })
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ScenarioOptions options = new ScenarioOptions();

  @Option(names = "--resolved", description = "Print the whole configuration with all defaults filled in.")
  private boolean resolved;

  @Override
  public Integer call() {
    Scenario scenario = options.read();
    BaseTokenizer.ofUsable(scenario.model());
    PrintWriter out = spec.commandLine().getOut();
    if (resolved) {
      out.print(scenario.resolved());
    } else {
      long rollouts =
          ScenarioPlan.of(scenario).expectedRollouts().values().stream().mapToLong(Long::longValue).sum();
      out.println(scenario.name() + " is good. " + ScenarioPlan.statement(scenario));
      out.println("It plays " + rollouts + " rollouts to learn from.");
    }
    return ExitCode.OK;
  }
}
