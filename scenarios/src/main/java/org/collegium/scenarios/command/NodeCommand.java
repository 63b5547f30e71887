package org.collegium.scenarios.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.collegium.organization.cluster.ClusterNode;
import org.collegium.organization.cluster.ClusterSettings;
import org.collegium.organization.cluster.InvalidSettingsException;
import org.collegium.organization.cluster.ListeningAddress;
import org.collegium.organization.durable.AdapterStoreSettings;
import org.collegium.organization.durable.StateDatabaseException;
import org.collegium.organization.durable.StateStore;
import org.collegium.organization.registry.NodeRole;
import org.collegium.organization.telemetry.Telemetry;
import org.collegium.scenarios.cluster.NodeStores;
import org.collegium.scenarios.cluster.ScenarioBook;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.experiment.StopRequest;
import org.collegium.scenarios.runfolder.RunLock;
import org.collegium.scenarios.telemetry.ProcessTelemetry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Is a node of a cluster. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    description = {
      "Is a node of a cluster, which plays runs that clients submit ('run SCENARIO --cluster HOST:PORT').",
      "Without --join it begins a cluster; without --role it has all roles. Ctrl-C leaves in order: agents are handed",
      "over, the model host serves what it has, the log is written. The launcher's --supervise starts a node again",
      "that broke or was cut off.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium node --conf conf/cluster/laptop.conf --role organization --port 7355",
      "  collegium node --conf conf/cluster/laptop.conf --role agents --port 7356 --join 127.0.0.1:7355",
      "  collegium node --conf conf/cluster/laptop.conf --role model-host --port 7357 --join 127.0.0.1:7355",
    })
final class NodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Mixin private TelemetryOptions telemetry = new TelemetryOptions();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      split = ",",
      description = "organization, agents, model-host, or several of them; all three by default.")
  private List<String> roles = new ArrayList<>();

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Nodes of the cluster to join; without it the node begins one.")
  private List<String> join = new ArrayList<>();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Where other nodes reach this one; 127.0.0.1 by default.")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Its port; 7355 by default, 0 for any free one, which needs --name.")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Its name, the same after a restart; HOST-PORT by default.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "Where it keeps its part of runs; nodes/NAME by default.")
  private Optional<Path> folder = Optional.empty();

  @Override
  public Integer call() {
    List<String> seeds = ClusterOptions.addresses("--join", join);
    Config config = options.config(given());
    ClusterSettings settings = ClusterOptions.settings(config);
    NodeStores stores =
        new NodeStores(
            settings.name(),
            ClusterOptions.database(config),
            settings.folder().resolve("state"),
            ClusterOptions.adapters(config));
    Config secured = ClusterOptions.secured(config, config.getString("pekko.remote.artery.canonical.hostname"));
    try (RunLock _ = RunLock.takeNode(settings.folder());
        ProcessTelemetry measured = telemetry.start(settings.name(), config)) {
      StateStore states = states(stores);
      measured.whereabouts().forEach(spec.commandLine().getErr()::println);
      if (!ClusterOptions.isSecured(config)) {
        warning(settings.listening()).ifPresent(spec.commandLine().getErr()::println);
      }
      ScenarioBook book = book(stores.adapters(), measured);
      return serve(settings, states.settings().withFallback(secured), book, stores, seeds);
    }
  }

  /** What a node knows of runs. */
  static ScenarioBook book(AdapterStoreSettings adapters, Telemetry telemetry) {
    return new ScenarioBook(BaseTokenizer::ofSpoken, BaseTokenizer::ofUsable, adapters::open, telemetry);
  }

  private int serve(ClusterSettings settings, Config config, ScenarioBook book, NodeStores stores, List<String> seeds) {
    PrintWriter out = spec.commandLine().getOut();
    ClusterNode node = start(settings, config, book, stores, seeds, where -> {
      out.println(up(settings, config, where));
      out.flush();
    });
    StopRequest stop = new StopRequest();
    Interrupts.handle(stop, System.err, "Leaving the cluster: handing over, then writing the log.");
    stop.whenMade(node::leave);
    ClusterNode.Ending ending = node.ending().toCompletableFuture().join();
    String told = "Node " + settings.name() + " " + ending.detail() + ".";
    return switch (ending.kind()) {
      case LEFT -> {
        out.println(told);
        yield ExitCode.OK;
      }
      case REFUSED -> throw new InvalidInputException(settings.name() + ": " + ending.detail());
      case FAILED -> {
        spec.commandLine().getErr().println(told);
        yield ExitCode.FAILED;
      }
    };
  }

  private static ClusterNode start(
      ClusterSettings settings,
      Config config,
      ScenarioBook book,
      NodeStores stores,
      List<String> seeds,
      Consumer<String> up) {
    try {
      return ClusterNode.start(settings, config, book, stores, seeds, up);
    } catch (InvalidSettingsException e) {
      throw new InvalidInputException(e.lines());
    }
  }

  /** What is said of a node that has become a member. */
  static String up(ClusterSettings settings, Config config, String where) {
    return "Node " + settings.name() + " (" + words(settings) + ") is up at " + where + ", cluster "
        + settings.cluster() + (ClusterOptions.isSecured(config) ? ", TLS on." : ".");
  }

  /** What is said of a node that shows and asks for no certificate. */
  static Optional<String> warning(ListeningAddress address) {
    return address.isLoopback()
        ? Optional.empty()
        : Optional.of(
            "TLS is off: whoever reaches " + address + " can be a node of this cluster; see conf/tls/README.md");
  }

  private Config given() {
    Config given = ConfigFactory.empty();
    if (!roles.isEmpty()) {
      given = given.withValue("pekko.cluster.roles", ConfigValueFactory.fromIterable(roles, "--role"));
    }
    if (host.isPresent()) {
      given = with(given, "--host", "pekko.remote.artery.canonical.hostname", host.get());
    }
    if (port.isPresent()) {
      given = with(given, "--port", "pekko.remote.artery.canonical.port", port.get());
    }
    if (name.isPresent()) {
      given = with(given, "--name", "collegium.cluster.node.name", name.get());
    }
    return folder.isPresent()
        ? with(given, "--folder", "collegium.cluster.node.folder", folder.get().toString())
        : given;
  }

  private static Config with(Config config, String option, String key, Object value) {
    return config.withValue(key, ConfigValueFactory.fromAnyRef(value, option));
  }

  private static StateStore states(NodeStores stores) {
    try {
      return stores.database().open(stores.states());
    } catch (StateDatabaseException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()));
    }
  }

  private static String words(ClusterSettings settings) {
    return String.join(", ", settings.roles().stream().map(NodeRole::word).toList());
  }
}
