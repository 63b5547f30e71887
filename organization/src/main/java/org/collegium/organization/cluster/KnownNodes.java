package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes that the registry has seen and that may take part, by name. */
final class KnownNodes {
  private static final Logger LOG = LoggerFactory.getLogger(KnownNodes.class);

  private final NavigableMap<String, RegistryCommand.Arrived> nodes = new TreeMap<>();

  Optional<RegistryCommand.Arrived> of(String node) {
    return Optional.ofNullable(nodes.get(node));
  }

  /** Forgets nodes that are there no more; their names. */
  List<String> forgetAllBut(Set<ActorRef<MemberCommand>> members) {
    List<String> gone =
        nodes.values().stream()
            .filter(node -> !members.contains(node.member()))
            .map(RegistryCommand.Arrived::node)
            .toList();
    gone.forEach(nodes::remove);
    return gone;
  }

  /**
   * Takes a node in.
   *
   * @param here the clock of this node, milliseconds since 1970
   * @return why it must leave; empty when it may stay
   */
  Optional<String> take(RegistryCommand.Arrived arrived, long here, Duration skewMax) {
    if (arrived.problem().isPresent()) {
      return arrived.problem();
    }
    RegistryCommand.Arrived same = nodes.get(arrived.node());
    if (same != null && !same.member().equals(arrived.member())) {
      return Optional.of(
          "another node of the cluster is named " + arrived.node()
              + " already; give each its own name (collegium.cluster.node.name)");
    }
    Duration skew = Duration.ofMillis(Math.abs(here - arrived.clockMs()));
    if (same == null && skew.compareTo(skewMax) > 0) {
      LOG.warn(
          "the clock of {} is {} s off this node's; nothing of a run depends on clocks, but logs and certificates do",
          arrived.node(),
          skew.toSeconds());
    }
    nodes.put(arrived.node(), arrived);
    return Optional.empty();
  }

  /** Where clients find the parts of a log: {@code HOST:PORT}. */
  List<ClientEvent.NodeAddress> addresses(Collection<String> names, Address self) {
    List<ClientEvent.NodeAddress> addresses = new ArrayList<>();
    for (String node : names) {
      addresses.add(new ClientEvent.NodeAddress(node, of(node).map(there -> address(there, self)).orElse("")));
    }
    return addresses;
  }

  private static String address(RegistryCommand.Arrived node, Address self) {
    Address there = node.member().path().address();
    Address address = there.hasLocalScope() ? self : there;
    return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
  }
}
