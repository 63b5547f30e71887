package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.collegium.organization.cluster.management.ManagementSettings;
import org.collegium.organization.registry.NodeRole;

/**
 * How a node of a cluster is set up.
 *
 * @param cluster name of the cluster; nodes of another one are refused
 * @param protocol which this build speaks with other nodes and with clients
 * @param name of the node, unique in the cluster and the same after a restart
 * @param roles what the node does
 * @param folder where the node keeps its part of each run
 * @param agentNodesMin nodes with agents that must be there before a run begins
 * @param hostNodesMin the same of model hosts
 * @param clockSkewMax clocks that differ by more are told of
 * @param stallMax a run of which no report comes for so long has failed
 * @param twinPatience how long two nodes may have one name: a node that moved, before its earlier self is known to be
 *     gone
 * @param listening where other nodes and clients are listened to
 * @param management whether and where it can be looked at
 * @param node log bounds and everything Pekko is told
 */
public record ClusterSettings(
    String cluster,
    int protocol,
    String name,
    Set<NodeRole> roles,
    Path folder,
    int agentNodesMin,
    int hostNodesMin,
    Duration clockSkewMax,
    Duration stallMax,
    Duration twinPatience,
    ListeningAddress listening,
    ManagementSettings management,
    NodeSettings node) {
  /** What clusters and nodes may be called. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");

  private static final String NAME_IN_WORDS = "letters, digits, dots and hyphens, at most 63";
  private static final String NODE_NAME = "collegium.cluster.node.name";
  private static final String HOST = "pekko.remote.artery.canonical.hostname";
  private static final String PORT = "pekko.remote.artery.canonical.port";
  private static final int PORT_MAX = 65_535;

  /** Copies the set. */
  public ClusterSettings {
    roles = Collections.unmodifiableSet(new TreeSet<>(roles));
  }

  /**
   * Everything that a node's process is told: system properties, then what is given, then the settings that come with
   * Collegium.
   *
   * @param given from files and the command line
   */
  public static Config resolved(Config given) {
    return ConfigFactory.defaultOverrides()
        .withFallback(given)
        .withFallback(ConfigFactory.parseResources("collegium-cluster.conf"))
        .withFallback(ConfigFactory.parseResources("collegium-node.conf"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /**
   * Reads them.
   *
   * @param config as {@link #resolved} makes it
   * @throws InvalidSettingsException with a line for every setting that cannot be used
   */
  public static ClusterSettings of(Config config) {
    List<String> problems = new ArrayList<>();
    try {
      Config cluster = config.getConfig("collegium.cluster");
      String clusterName = named(config, "collegium.cluster.name", problems);
      String name = nodeName(config, problems);
      Set<NodeRole> roles = roles(config, problems);
      String folder = cluster.getString("node.folder");
      ClusterSettings settings =
          new ClusterSettings(
              clusterName,
              protocol(config),
              name,
              roles,
              folder.isEmpty() ? Path.of("nodes", name) : Path.of(folder),
              cluster.getInt("nodes-min.agents"),
              cluster.getInt("nodes-min.model-host"),
              cluster.getDuration("clock-skew-max"),
              cluster.getDuration("stall-timeout"),
              cluster.getDuration("twin-patience"),
              ListeningAddress.of(config),
              ManagementSettings.of(config),
              NodeSettings.of(config));
      if (problems.isEmpty()) {
        return settings;
      }
    } catch (ConfigException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    throw new InvalidSettingsException(problems);
  }

  /** Which protocol a process with these settings speaks. */
  static int protocol(Config config) {
    return config.getInt("collegium.cluster.protocol-version");
  }

  private static Set<NodeRole> roles(Config config, List<String> problems) {
    Set<NodeRole> roles = new TreeSet<>();
    List<String> words = config.getStringList("pekko.cluster.roles");
    for (String word : words) {
      NodeRole.named(word).ifPresentOrElse(
          roles::add,
          () -> problems.add(
              "unknown role '" + word + "'; a node is organization, agents or model-host, or several of them"));
    }
    if (words.isEmpty()) {
      problems.add("pekko.cluster.roles must name at least one role");
    }
    return roles;
  }

  private static String nodeName(Config config, List<String> problems) {
    int port = config.getInt(PORT);
    if (port < 0 || port > PORT_MAX) {
      problems.add(place(config, PORT) + "the port must be between 0 and " + PORT_MAX + ", was " + port);
    }
    if (!config.getString(NODE_NAME).isEmpty()) {
      return named(config, NODE_NAME, problems);
    }
    // What is in the names of some hosts, and in addresses of IPv6.
    String name = config.getString(HOST).replace('_', '-').replace(':', '-') + "-" + port;
    if (port == 0) {
      problems.add(place(config, PORT) + "a port that is different each time gives the node no name: give --name");
    } else if (!NAME.matcher(name).matches()) {
      problems.add(
          place(config, HOST) + "the name of a node must be " + NAME_IN_WORDS + ", and HOST-PORT is '" + name
              + "': give --name");
    }
    return name;
  }

  private static String named(Config config, String path, List<String> problems) {
    String name = config.getString(path);
    if (!NAME.matcher(name).matches()) {
      problems.add(place(config, path) + path + " must be " + NAME_IN_WORDS + ", was '" + name + "'");
    }
    return name;
  }

  private static String place(Config config, String path) {
    return config.getValue(path).origin().description() + ": ";
  }
}
