package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import java.util.Optional;

/**
 * How a client introduces itself with everything that it wants. Clients are no members of the cluster, so nothing
 * compares their settings with those of nodes when they come.
 *
 * @param protocol which the client's build speaks; 0 when it is one that did not say so yet
 * @param cluster name of the cluster that the client means; empty when it was told none
 */
record Introduction(int protocol, String cluster) {
  private static final String CLUSTER = "collegium.cluster.name";

  /**
   * That of a client. The name that stands in the settings that come with Collegium is none that the client was told.
   *
   * @param config as {@link ClusterSettings#resolved} makes it
   */
  static Introduction of(Config config) {
    boolean isTold = Optional.ofNullable(config.getValue(CLUSTER).origin().resource()).isEmpty();
    return new Introduction(ClusterSettings.protocol(config), isTold ? config.getString(CLUSTER) : "");
  }

  /** Why a node must not do what the client wants; empty when nothing speaks against it. */
  Optional<String> problem(ClusterSettings node) {
    if (protocol != node.protocol()) {
      return Optional.of(
          "this cluster speaks protocol " + node.protocol() + ", this client "
              + (protocol == 0 ? "an earlier one" : String.valueOf(protocol)) + ": use the same build");
    }
    return cluster.isEmpty() || cluster.equals(node.cluster())
        ? Optional.empty()
        : Optional.of(
            "this cluster is named " + node.cluster() + ", and the client was told " + cluster
                + " (collegium.cluster.name)");
  }
}
