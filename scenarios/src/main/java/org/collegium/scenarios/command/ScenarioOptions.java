package org.collegium.scenarios.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What names a scenario and says what of it is to run; every option is a shorter word for a {@code --set}. */
final class ScenarioOptions {
  @Parameters(
      paramLabel = "SCENARIO",
      description = "A scenario file, or the name of one in conf/scenarios, for example first-call.")
  private Path file = Path.of("");

  @Option(names = "--design", paramLabel = "NAME", description = "Run this design of the scenario.")
  private Optional<String> design = Optional.empty();

  @Option(names = "--quick", description = "The same as --design quick: seconds.")
  private boolean quick;

  @Option(names = "--full", description = "The same as --design full: all arms and seeds.")
  private boolean full;

  @Option(names = "--arms", paramLabel = "ARM", split = ",", description = "Run these arms, for example dual,notes.")
  private List<String> arms = new ArrayList<>();

  @Option(names = "--seeds", paramLabel = "COUNT", description = "Run the first COUNT of the scenario's seeds.")
  private Optional<Integer> seeds = Optional.empty();

  @Option(names = "--seed", paramLabel = "SEED", split = ",", description = "Run exactly these seeds.")
  private List<Long> seed = new ArrayList<>();

  @Option(names = "--tuning", description = "Take the seeds that are for finding settings, not the reported ones.")
  private boolean tuning;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "Set any key of conf/reference.conf, for example agents.count=2. It holds for every arm;",
        "arms.NAME.KEY=VALUE sets it for one. The last one wins."
      })
  private List<String> sets = new ArrayList<>();

  /** Reads the scenario. */
  Scenario read() {
    return ScenarioFile.read(located(file), overrides());
  }

  /**
   * All options as overrides; what stands under {@code --set} wins.
   *
   * @throws InvalidInputException when more than one design is named
   */
  List<String> overrides() {
    if (Stream.of(design.isPresent(), quick, full).filter(given -> given).count() > 1) {
      throw new InvalidInputException("--design, --quick and --full exclude each other; give one of them");
    }
    List<String> overrides = new ArrayList<>();
    design.ifPresent(name -> overrides.add("selection.design=" + name));
    if (quick) {
      overrides.add("selection.design=quick");
    }
    if (full) {
      overrides.add("selection.design=full");
    }
    if (!arms.isEmpty()) {
      overrides.add("selection.arms=" + list(arms.stream().map(arm -> '"' + arm + '"')));
    }
    seeds.ifPresent(count -> overrides.add("selection.seeds-count=" + count));
    if (!seed.isEmpty()) {
      overrides.add("selection.seeds=" + list(seed.stream().map(String::valueOf)));
    }
    if (tuning) {
      overrides.add("selection.seeds-from=tuning");
    }
    overrides.addAll(sets);
    return overrides;
  }

  private static String list(Stream<String> elements) {
    return elements.collect(Collectors.joining(",", "[", "]"));
  }

  /** A file as it was named; else the scenario of that name that comes with Collegium. */
  static Path located(Path file) {
    Path shipped = Home.folder().resolve("conf").resolve("scenarios").resolve(file + ".conf");
    boolean isName = !Files.exists(file) && file.getNameCount() == 1 && Files.isRegularFile(shipped);
    return isName ? shipped : file;
  }
}
