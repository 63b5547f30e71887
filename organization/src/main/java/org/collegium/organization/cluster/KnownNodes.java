package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.organization.registry.RunsEffect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes that the registry has seen and that may take part, by name. */
final class KnownNodes {
  private static final Logger LOG = LoggerFactory.getLogger(KnownNodes.class);

  private final Duration twinPatience;
  private final NavigableMap<String, RegistryCommand.Arrived> nodes = new TreeMap<>();
  private final Map<String, Long> clashesSinceNs = new HashMap<>();

  /**
   * @param twinPatience how long two nodes may have one name, before the later one must leave
   */
  KnownNodes(Duration twinPatience) {
    this.twinPatience = twinPatience;
  }

  boolean knows(ActorRef<MemberCommand> member) {
    return nodes.values().stream().anyMatch(node -> node.member().equals(member));
  }

  Optional<RegistryCommand.Arrived> of(String node) {
    return Optional.ofNullable(nodes.get(node));
  }

  Collection<RegistryCommand.Arrived> all() {
    return nodes.values();
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

  /** What becomes of a node that says that it is there. */
  sealed interface Verdict {
    /** It takes part. */
    record Stay() implements Verdict {}

    /** It has the name of another one, which may be gone already without anybody having seen it: ask again later. */
    record AskAgain() implements Verdict {}

    /** It must not be here. */
    record Leave(String reason) implements Verdict {}
  }

  /**
   * Takes a node in.
   *
   * @param here the clock of this node, milliseconds since 1970
   */
  Verdict take(RegistryCommand.Arrived arrived, long here, Duration skewMax) {
    if (arrived.problem().isPresent()) {
      return new Verdict.Leave(arrived.problem().get());
    }
    Optional<RegistryCommand.Arrived> same = of(arrived.node());
    Optional<RegistryCommand.Arrived> other = same.filter(there -> !there.member().equals(arrived.member()));
    if (other.filter(there -> !address(there).equals(address(arrived))).isPresent()) {
      return clash(arrived);
    }
    Duration skew = Duration.ofMillis(Math.abs(here - arrived.clockMs()));
    if ((same.isEmpty() || other.isPresent()) && skew.compareTo(skewMax) > 0) {
      LOG.warn(
          "the clock of {} is {} s off this node's; nothing of a run depends on clocks, but logs and certificates do",
          arrived.node(),
          skew.toSeconds());
    }
    clashesSinceNs.remove(arrived.node());
    nodes.put(arrived.node(), arrived);
    return new Verdict.Stay();
  }

  /** A node that was started again elsewhere comes before its earlier self is known to be gone; a twin stays. */
  private Verdict clash(RegistryCommand.Arrived arrived) {
    long now = System.nanoTime();
    long since = clashesSinceNs.computeIfAbsent(arrived.node(), _ -> now);
    return Duration.ofNanos(now - since).compareTo(twinPatience) < 0
        ? new Verdict.AskAgain()
        : new Verdict.Leave(
            "another node of the cluster is named " + arrived.node()
                + " already; give each its own name (collegium.cluster.node.name)");
  }

  /** Tells people that the run in play does without a node. */
  void unable(RunsEffect.NameUnable unable) {
    LOG.warn("{} cannot take part in {}, which does without it: {}", unable.node(), unable.run(), unable.problem());
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
    Address address = address(node).hasLocalScope() ? self : address(node);
    return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
  }

  private static Address address(RegistryCommand.Arrived node) {
    return node.member().path().address();
  }
}
