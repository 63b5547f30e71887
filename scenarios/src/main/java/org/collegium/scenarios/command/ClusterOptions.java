package org.collegium.scenarios.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.cluster.ClusterSettings;
import org.collegium.organization.cluster.InvalidSettingsException;
import org.collegium.organization.cluster.NodeSettings;
import org.collegium.organization.durable.AdapterStoreSettings;
import org.collegium.organization.durable.DatabaseSettings;
import org.collegium.organization.durable.StateDatabaseException;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.security.TlsException;
import org.collegium.organization.security.TlsSettings;
import org.collegium.scenarios.configuration.ClusterFile;
import org.collegium.scenarios.configuration.InvalidInputException;
import picocli.CommandLine.Option;

/** How a cluster is set up, as nodes and clients of it are told. */
final class ClusterOptions {
  private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]*):(\\d{1,5})");
  private static final int CONNECT_MS_MAX = 3_000;

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "Configuration of a node of the cluster; see conf/cluster. It stands above the defaults.")
  private Optional<Path> file = Optional.empty();

  /**
   * The whole configuration.
   *
   * @param above stands above the file
   * @throws InvalidInputException when the file cannot be read, or with every key that nobody reads
   */
  Config config(Config above) {
    try {
      Config given = file.map(ClusterFile::read).orElseGet(ConfigFactory::empty);
      Config whole = ClusterSettings.resolved(above.withFallback(given));
      ClusterFile.requireKnownKeys(whole);
      return whole;
    } catch (ConfigException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()));
    }
  }

  /** For messages: how the same command is given again. */
  String again() {
    return file.map(each -> " --conf " + each).orElse("");
  }

  static ClusterSettings settings(Config config) {
    try {
      return ClusterSettings.of(config);
    } catch (InvalidSettingsException e) {
      throw new InvalidInputException(e.lines());
    }
  }

  /** Bounds of the message log. */
  static LogSettings log(Config config) {
    try {
      return NodeSettings.of(config).log();
    } catch (ConfigException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()));
    }
  }

  static DatabaseSettings database(Config config) {
    try {
      return DatabaseSettings.read(config, System.getenv());
    } catch (StateDatabaseException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()));
    }
  }

  static AdapterStoreSettings adapters(Config config) {
    try {
      return AdapterStoreSettings.read(config, database(config));
    } catch (StateDatabaseException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * What Pekko is told besides of how nodes know each other.
   *
   * @param host name or address under which others call this process
   * @throws InvalidInputException when keys or certificates cannot be used, or are for another host
   */
  static Config secured(Config config, String host) {
    try {
      TlsSettings tls = TlsSettings.read(config);
      tls.requireHost(host);
      return tls.pekko(Instant.now()).withFallback(config);
    } catch (TlsException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()));
    }
  }

  /** Whether nodes and clients must show each other certificates. */
  static boolean isSecured(Config config) {
    return TlsSettings.read(config) instanceof TlsSettings.Mutual;
  }

  /**
   * Addresses of nodes.
   *
   * @throws InvalidInputException for each that is none
   */
  static List<String> addresses(String option, List<String> given) {
    List<String> wrong =
        given.stream()
            .filter(each -> !ADDRESS.matcher(each).matches())
            .map(each -> option + " must be HOST:PORT, was '" + each + "'")
            .toList();
    if (!wrong.isEmpty()) {
      throw new InvalidInputException(wrong);
    }
    return given;
  }

  /**
   * A client of the cluster at these addresses.
   *
   * @throws InvalidInputException when none of them can be reached, or this machine cannot be under its name
   */
  ClusterClient client(List<String> given) {
    List<String> nodes = addresses("--cluster", given);
    Config config = config(ConfigFactory.empty());
    String reachable =
        nodes.stream()
            .flatMap(node -> ownAddress(node).stream())
            .findFirst()
            .orElseThrow(() -> new InvalidInputException(
                "no node of a cluster can be reached at " + String.join(", ", nodes)));
    String named = config.getString("collegium.cluster.client.hostname");
    String here = named.isEmpty() ? reachable : named;
    try {
      return ClusterClient.of(nodes, here, secured(config, here));
    } catch (InvalidSettingsException e) {
      throw new InvalidInputException(e.lines());
    }
  }

  /** The address of this machine as a node sees it, found by connecting to the node. */
  private static Optional<String> ownAddress(String node) {
    String[] parts = node.split(":", 2);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])), CONNECT_MS_MAX);
      return Optional.of(socket.getLocalAddress().getHostAddress());
    } catch (IOException | IllegalArgumentException unreachable) {
      return Optional.empty();
    }
  }
}
