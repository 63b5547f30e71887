package org.collegium.scenarios.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.collegium.modelhost.postgres.PostgresAccess;
import org.collegium.modelhost.postgres.TemporaryPostgres;
import org.collegium.modelhost.safetensors.AtomicFile;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.cluster.ClusterSettings;
import org.collegium.organization.durable.PostgresSchema;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.crash.Program;
import org.collegium.scenarios.experiment.ScenarioPlan;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;
import org.collegium.scenarios.sharding.ShardingBench;
import org.collegium.scenarios.sharding.ShardingFailedException;
import org.collegium.scenarios.sharding.ShardingFigures;
import org.collegium.scenarios.sharding.ShardingSetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what very many agents cost that do nothing. */
@Command(
    name = "sharding",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium bench sharding                          minutes; needs PostgreSQL on this machine",
      "  collegium bench sharding --agents 3000            a minute",
    },
    description = {
      "Plays conf/scenarios/idle.conf on a cluster of processes on this machine: agents with a rule for a mind, in",
      "organizations of 500 agents, with their log and their commits in a PostgreSQL server of the bench's own. Says",
      "how many messages a second were received, how long the agents' shards were on their way when a node left, and",
      "whether anything was lost: the merged log is replayed.",
    })
final class BenchShardingCommand implements Callable<Integer> {
  private static final int AGENTS_AN_ORGANIZATION = 500;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--agents", paramLabel = "COUNT", description = "A multiple of 500. Default: 100000.")
  private int agents = 100_000;

  @Option(names = "--nodes", paramLabel = "COUNT", description = "Processes. Default: 3.")
  private int nodes = 3;

  @Option(names = "--rounds", paramLabel = "COUNT", description = "At least 3. Default: 4.")
  private int rounds = 4;

  @Option(
      names = "--companies",
      paramLabel = "COUNT",
      description = "Of each agent; it has two episodes with each in a round. Default: 2.")
  private int companies = 2;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "What takes longer than that in one piece has failed. Default: 1800.")
  private long timeoutSeconds = 1800;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("collegium-bench");
    try {
      ShardingSetting setting = setting(scratch);
      TemporaryPostgres.obstacle().ifPresent(why -> {
        throw new InvalidInputException("bench sharding needs a database that nodes can share: " + why);
      });
      ShardingFigures figures = measure(setting);
      print(setting, figures);
      return figures.difference().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    } catch (ShardingFailedException e) {
      spec.commandLine().getErr().println("bench sharding failed: " + e.getMessage());
      return ExitCode.FAILED;
    } finally {
      RunFolders.discard(new RunFolder(scratch));
    }
  }

  private ShardingSetting setting(Path scratch) {
    try {
      return new ShardingSetting(
          Program.ofThisProcess(Main.class.getName()),
          agents,
          AGENTS_AN_ORGANIZATION,
          nodes,
          rounds,
          companies,
          scratch,
          Duration.ofSeconds(timeoutSeconds));
    } catch (IllegalArgumentException wrong) {
      throw new InvalidInputException("--" + wrong.getMessage());
    }
  }

  private ShardingFigures measure(ShardingSetting setting) throws IOException, InterruptedException {
    try (TemporaryPostgres postgres = TemporaryPostgres.start()) {
      PostgresAccess access = postgres.newDatabase();
      PostgresSchema.create(access);
      return measure(setting, access);
    }
  }

  private ShardingFigures measure(ShardingSetting setting, PostgresAccess access)
      throws IOException, InterruptedException {
    Scenario scenario = scenario(setting);
    Path configuration = setting.scratch().resolve("cluster.conf");
    AtomicFile.write(configuration, cluster(setting, access).getBytes(StandardCharsets.UTF_8));
    Config config =
        ClusterSettings.resolved(
            ConfigFactory.parseFile(
                configuration.toFile(), ConfigParseOptions.defaults().setAllowMissing(false)));
    PrintWriter err = spec.commandLine().getErr();
    ShardingBench bench = new ShardingBench(setting, configuration, line -> {
      err.println(line);
      err.flush();
    });
    return bench.measure(
        scenario.resolved(),
        ScenarioPlan.of(scenario).runPlan(BaseTokenizer.ofUsable(scenario.model())),
        addresses -> ClusterClient.of(addresses, "127.0.0.1", config),
        ClusterSettings.of(config).node().log());
  }

  private static Scenario scenario(ShardingSetting setting) {
    String seeds =
        LongStream.rangeClosed(1, setting.agents() / setting.agentsAnOrganization())
            .mapToObj(Long::toString)
            .collect(Collectors.joining(", ", "[", "]"));
    return ScenarioFile.read(
        ScenarioOptions.located(Path.of("idle")),
        List.of(
            "agents.count=" + setting.agentsAnOrganization(),
            "seeds.evaluation=" + seeds,
            "seeds.tuning=[]",
            "world.companies=" + setting.companies(),
            "rounds=" + setting.rounds()));
  }

  private static String cluster(ShardingSetting setting, PostgresAccess access) throws IOException {
    Map<String, Object> keys = new HashMap<>();
    keys.put("collegium.cluster.name", "sharding-bench");
    keys.put("collegium.cluster.database.kind", "postgresql");
    keys.put("collegium.cluster.database.url", access.url());
    keys.put("collegium.cluster.database.user", access.user());
    if (access.password().isPresent()) {
      Path secret = setting.scratch().resolve("database-password");
      Files.deleteIfExists(secret);
      Files.createFile(
          secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(secret, access.password().get());
      keys.put("collegium.cluster.database.password-file", secret.toString());
    }
    keys.put("collegium.cluster.adapters.folder", setting.scratch().resolve("adapters").toString());
    keys.put("collegium.cluster.nodes-min.agents", setting.nodes());
    keys.put("collegium.cluster.management.enabled", true);
    // The load is such that nothing may come for a while although nothing is lost.
    keys.put("collegium.organization.nudge-interval", "5s");
    keys.put("collegium.agents.resend-after", "15s");
    keys.put("collegium.agents.give-up-after", "10m");
    // All orchestrators assign a round at once; what does not fit would be lost and told again.
    keys.put("pekko.remote.artery.advanced.outbound-message-queue-size", 262_144);
    return ConfigFactory.parseMap(keys).root().render(ConfigRenderOptions.concise());
  }

  private void print(ShardingSetting setting, ShardingFigures figures) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%,d idle agents in %d organizations on %d nodes, %d rounds of %d episodes each%n",
        setting.agents(), setting.agents() / setting.agentsAnOrganization(), setting.nodes(), setting.rounds(),
        2 * setting.companies());
    out.printf(Locale.ROOT, "  agents by node                              %s%n", figures.agentsByNode());
    out.printf(
        Locale.ROOT, "  from nothing to the end of a round          %.1f s%n", figures.firstRoundsMs() / 1e3);
    out.printf(
        Locale.ROOT,
        "  a round when all are there                  %.1f s: %,.0f messages/s, %,.0f commits/s%n",
        figures.steadyMs() / 1e3,
        figures.steadyMessages() * 1e3 / figures.steadyMs(),
        setting.agents() * 1e3 / figures.steadyMs());
    out.printf(Locale.ROOT, "  a node asked to leave was gone after        %.1f s%n", figures.leftMs() / 1e3);
    out.printf(Locale.ROOT, "  its shards were held by the others after    %.1f s%n", figures.rebalancedMs() / 1e3);
    out.printf(Locale.ROOT, "  all remaining rounds were closed after      %.1f s%n", figures.restMs() / 1e3);
    out.printf(Locale.ROOT, "  the whole run                               %.1f s, %s%n", figures.totalMs() / 1e3,
        figures.outcome());
    out.printf(
        Locale.ROOT,
        "  messages in the merged log                  %,d%n",
        figures.recorded());
    out.println("  lost or doubled                             "
        + figures.difference().orElse("nothing: replayed exactly as recorded"));
    out.flush();
  }
}
