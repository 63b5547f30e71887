package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.collegium.scenarios.clusterproof.ClusterProof;
import org.collegium.scenarios.clusterproof.ProofSetting;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.experiment.ScenarioPlan;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves that a run ends the same on a cluster, whatever becomes of its nodes. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium bench cluster",
      "  collegium bench cluster --only hashes",
      "  collegium bench cluster --only kills --runs 3 --seed 7",
    },
    description = {
      "Plays a run in one process, then again and again on clusters of processes of this machine: undisturbed; with",
      "nodes killed every few seconds; with nodes cut off from each other (in network namespaces, which needs root);",
      "with all cut off from their database; with all restarted one after the other. Compares final state and figures,",
      "and replays each merged log.",
      "Calls a node that asks for certificates without one, and with such as it must refuse.",
      "Measures what several processes cost and what a second model host brings. Needs a PostgreSQL server's programs.",
      "Ends with 1 when one run ended otherwise.",
    })
final class BenchClusterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..1",
      description = "A scenario file, or the name of one in conf/scenarios. Default: first-call, larger for figures.")
  private Optional<Path> scenario = Optional.empty();

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set any key of conf/reference.conf.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "KIND",
      split = ",",
      description = "Some of hashes, kills, partition, database, rolling, refused, throughput, hosts.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--runs",
      paramLabel = "COUNT",
      description = "Runs of each kind. Default: 1 for hashes and rolling, 20 kills, 10 partition, 3 others.")
  private Optional<Integer> runs = Optional.empty();

  @Option(names = "--seed", paramLabel = "SEED", description = "Draws who is killed when. Default: 1.")
  private long seed = 1;

  @Option(names = "--cut", paramLabel = "SECONDS", description = "How long nodes are cut off. Default: 30.")
  private int cutSeconds = 30;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "A run that is not over by then hangs, which is a fault. Default: 900.")
  private long timeoutSeconds = 900;

  /** What first-call is made of it when no scenario is given. */
  private enum Design {
    /** A few agents that do all there is. */
    PROOF(List.of("selection.design=quick")),

    /** As many agents as keep a model host at work, for as long as starting does not count. */
    THROUGHPUT(
        List.of(
            "selection.design=quick",
            "designs.quick.agents-max=0",
            "designs.quick.rounds-max=5",
            "selection.arms=[dual]",
            "selection.seeds=[1,2,3,4]",
            "agents.count=16")),

    /**
     * So many agents that chance gives two model hosts about as many each, and so many rounds that it hardly counts how
     * long two of them take to start and to be compiled.
     */
    HOSTS(
        List.of(
            "selection.design=quick",
            "designs.quick.agents-max=0",
            "designs.quick.rounds-max=3",
            "selection.arms=[dual]",
            "selection.seeds=[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]",
            "agents.count=8",
            "world.examination-rollouts=0"));

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<String> overrides;

    Design(List<String> overrides) {
      this.overrides = overrides;
    }

    private String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is proved or measured. */
  private enum Kind {
    HASHES(Design.PROOF, 1),
    KILLS(Design.PROOF, 20),
    PARTITION(Design.PROOF, 10),
    DATABASE(Design.PROOF, 3),
    ROLLING(Design.PROOF, 1),
    REFUSED(Design.PROOF, 1),
    THROUGHPUT(Design.THROUGHPUT, 3),
    HOSTS(Design.HOSTS, 3);

    private final Design design;
    private final int runs;

    Kind(Design design, int runs) {
      this.design = design;
      this.runs = runs;
    }

    private static Kind named(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.word().equals(word))
          .findFirst()
          .orElseThrow(() -> new InvalidInputException(
              Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", ", "--only must be one of ", ""))
                  + ", was '" + word + "'"));
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Kind> kinds = only.isEmpty() ? List.of(Kind.values()) : only.stream().map(Kind::named).toList();
    ClusterProof.obstacle().ifPresent(why -> {
      throw new InvalidInputException(why);
    });
    PrintWriter out = spec.commandLine().getOut();
    Path scratch = Files.createTempDirectory("collegium-bench");
    List<String> report = new ArrayList<>();
    boolean isClean = true;
    for (Design design : Design.values()) {
      List<Kind> own = kinds.stream().filter(kind -> kind.design == design).toList();
      if (!own.isEmpty()) {
        isClean &= prove(design, own, Files.createDirectory(scratch.resolve(design.folder())), report);
      }
    }
    out.println();
    report.forEach(out::println);
    if (!isClean) {
      out.println("What is different is kept in " + scratch);
      return ExitCode.FAILED;
    }
    RunFolders.discard(new RunFolder(scratch));
    return ExitCode.OK;
  }

  private boolean prove(Design design, List<Kind> kinds, Path scratch, List<String> report)
      throws IOException, InterruptedException {
    try (ClusterProof proof = ClusterProof.begin(setting(design, scratch))) {
      for (Kind kind : kinds) {
        prove(proof, kind, runs.orElse(kind.runs));
      }
      report.addAll(proof.report());
      return proof.isClean();
    }
  }

  private void prove(ClusterProof proof, Kind kind, int count) throws IOException, InterruptedException {
    switch (kind) {
      case HASHES -> proof.hashes(count);
      case KILLS -> proof.kills(count, seed);
      case PARTITION -> partition(proof, count);
      case DATABASE -> proof.databaseAway(count, Duration.ofSeconds(cutSeconds));
      case ROLLING -> proof.rolling(count);
      case REFUSED -> proof.refusals();
      case THROUGHPUT -> proof.throughput(count);
      default -> proof.hosts(count);
    }
  }

  private void partition(ClusterProof proof, int count) throws IOException, InterruptedException {
    Optional<String> obstacle = ClusterProof.partitionObstacle();
    if (obstacle.isPresent()) {
      spec.commandLine().getOut().println("partition: left out: " + obstacle.get());
    } else {
      proof.partitions(count, Duration.ofSeconds(cutSeconds));
    }
  }

  private ProofSetting setting(Design of, Path scratch) throws IOException {
    List<String> overrides = new ArrayList<>(scenario.isEmpty() ? of.overrides : List.of());
    overrides.addAll(sets);
    Scenario design =
        ScenarioFile.read(ScenarioOptions.located(scenario.orElse(Path.of("first-call"))), overrides);
    BenchDesign written = BenchDesign.write(design, scratch);
    PrintWriter err = spec.commandLine().getErr();
    err.println(ScenarioPlan.statement(design));
    return new ProofSetting(
        written.program(),
        written.configuration(),
        written.plan(),
        scratch,
        Duration.ofSeconds(timeoutSeconds),
        line -> {
          err.println(line);
          err.flush();
        });
  }
}
