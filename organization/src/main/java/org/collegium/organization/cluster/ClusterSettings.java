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
    NodeSettings node) {
  /** What clusters and nodes may be called. */
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,62}");

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
      String clusterName = named(cluster, "name", problems);
      String host = config.getString("pekko.remote.artery.canonical.hostname");
      int port = config.getInt("pekko.remote.artery.canonical.port");
      String name =
          cluster.getString("node.name").isEmpty() ? host + "-" + port : named(cluster, "node.name", problems);
      Set<NodeRole> roles = new TreeSet<>();
      for (String word : config.getStringList("pekko.cluster.roles")) {
        NodeRole.named(word).ifPresentOrElse(
            roles::add,
            () -> problems.add(
                "unknown role '" + word + "'; a node is organization, agents or model-host, or several of them"));
      }
      if (roles.isEmpty() && problems.isEmpty()) {
        problems.add("pekko.cluster.roles must name at least one role");
      }
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

  private static String named(Config cluster, String key, List<String> problems) {
    String name = cluster.getString(key);
    if (!NAME.matcher(name).matches()) {
      problems.add(
          "collegium.cluster." + key + " must be letters, digits, dots and hyphens, at most 63, was '" + name + "'");
    }
    return name;
  }
}
