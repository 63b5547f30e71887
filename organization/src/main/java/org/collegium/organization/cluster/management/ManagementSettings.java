package org.collegium.organization.cluster.management;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether and where a node can be looked at over HTTP.
 *
 * @param enabled whether the endpoint is there at all
 * @param hostname address that it is bound to; loopback unless configured, because whoever reaches it sees the members
 * @param port of the endpoint
 * @param discoversPeers whether the node finds the others by Pekko's cluster bootstrap, with the discovery that {@code
 *     pekko.management.cluster.bootstrap} names; then it must neither join anybody nor itself
 */
public record ManagementSettings(boolean enabled, String hostname, int port, boolean discoversPeers) {
  private static final String SECTION = "collegium.cluster.management";
  private static final int PORT_MAX = 65_535;
  private static final String BOOTSTRAP = "org.apache.pekko.management.cluster.bootstrap.ClusterBootstrap";

  /** Checks that whoever discovers peers can be discovered. */
  public ManagementSettings {
    if (discoversPeers && !enabled) {
      throw new IllegalArgumentException(
          "collegium.cluster.management.discovers-peers needs collegium.cluster.management.enabled: peers find each"
              + " other through the endpoint");
    }
  }

  /**
   * Reads {@code collegium.cluster.management}.
   *
   * @throws ConfigException with the place, when something of it cannot be used
   */
  public static ManagementSettings of(Config config) {
    Config section = config.getConfig(SECTION);
    int port = section.getInt("port");
    if (port < 0 || port > PORT_MAX) {
      throw wrong(section, "port", "must be between 0 and " + PORT_MAX + ", was " + port);
    }
    boolean enabled = section.getBoolean("enabled");
    boolean discoversPeers = section.getBoolean("discovers-peers");
    if (discoversPeers && !enabled) {
      throw wrong(
          section, "discovers-peers", "needs " + SECTION + ".enabled: peers find each other through the endpoint");
    }
    return new ManagementSettings(enabled, section.getString("hostname"), port, discoversPeers);
  }

  private static ConfigException wrong(Config section, String key, String problem) {
    return new ConfigException.BadValue(section.getValue(key).origin(), SECTION + "." + key, problem);
  }

  /**
   * What Pekko is told; must stand before everything else with which the actor system is made.
   *
   * @param config the rest of it
   */
  public Config over(Config config) {
    Map<String, Object> pekko = new HashMap<>();
    pekko.put("pekko.management.http.hostname", hostname);
    pekko.put("pekko.management.http.port", port);
    pekko.put("pekko.management.http.bind-hostname", hostname);
    pekko.put("pekko.management.http.bind-port", port);
    // Looking only: members are made to leave by Collegium's own commands.
    pekko.put("pekko.management.http.route-providers-read-only", true);
    pekko.put("pekko.management.cluster.health-check.ready-states", List.of("Up"));
    pekko.put("pekko.management.health-checks.readiness-checks.collegium", ReadinessCheck.class.getName());
    if (discoversPeers) {
      List<String> extensions = new ArrayList<>(config.getStringList("pekko.extensions"));
      extensions.add(BOOTSTRAP);
      pekko.put("pekko.extensions", extensions);
    } else {
      pekko.put("pekko.management.http.routes.cluster-bootstrap", "");
    }
    return ConfigFactory.parseMap(pekko, SECTION).withFallback(config);
  }
}
