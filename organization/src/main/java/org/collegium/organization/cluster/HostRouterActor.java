package org.collegium.organization.cluster;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.routing.ConsistentHash;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostRequest;

/**
 * Hands an agent's requests to the model host that its pair hashes to, so that the pair stays resident there.
 *
 * <p>When hosts come or go only the pairs of those move (consistent hashing over the hosts' addresses). A pair that was
 * opened or loaded at a host stays with it through the round, as long as the host is there: its adapters have moved
 * since, and only this host holds them. When there is no host at all a request is lost, as any message may be; its
 * agent repeats it.
 */
final class HostRouterActor extends AbstractBehavior<HostRouterActor.Command> {
  /** Points of each host on the ring; so many that only chance shares the pairs unevenly. */
  private static final int VIRTUAL_NODES = 1024;

  private final Address self;
  private final SortedMap<String, ActorRef<ModelHostActor.Command>> hosts = new TreeMap<>();
  private final Map<AdapterPairId, ActorRef<ModelHostActor.Command>> homes = new HashMap<>();
  private ConsistentHash<String> ring = ConsistentHash.create(List.of(), VIRTUAL_NODES);

  /** What the router is told. */
  sealed interface Command {}

  /** An agent asks its host. */
  record Asked(ModelHostActor.Submit submit) implements Command {}

  private record HostsSeen(Receptionist.Listing listing, ServiceKey<ModelHostActor.Command> key) implements Command {}

  private HostRouterActor(ActorContext<Command> context, ServiceKey<ModelHostActor.Command> key) {
    super(context);
    this.self = Cluster.get(context.getSystem()).selfMember().address();
    ActorRef<Receptionist.Listing> adapter =
        context.messageAdapter(Receptionist.Listing.class, listing -> new HostsSeen(listing, key));
    context.getSystem().receptionist().tell(Receptionist.subscribe(key, adapter));
  }

  /**
   * The behaviour.
   *
   * @param key under which the doors of a run's hosts are registered
   */
  static Behavior<Command> create(ServiceKey<ModelHostActor.Command> key) {
    return Behaviors.setup(context -> new HostRouterActor(context, key));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::take).build();
  }

  private Behavior<Command> take(Command command) {
    switch (command) {
      case Asked asked -> handOn(asked.submit());
      case HostsSeen(Receptionist.Listing listing, ServiceKey<ModelHostActor.Command> key) -> {
        hosts.clear();
        listing.getServiceInstances(key).forEach(host -> hosts.put(name(host), host));
        homes.values().removeIf(home -> !hosts.containsValue(home));
        ring = ConsistentHash.create(hosts.keySet(), VIRTUAL_NODES);
      }
    }
    return this;
  }

  private void handOn(ModelHostActor.Submit submit) {
    if (hosts.isEmpty()) {
      getContext().getLog().debug("no model host is there for {}", submit.request().requestId());
      return;
    }
    AdapterPairId pair = submit.request().pair();
    if (beginsHere(submit.request())) {
      homes.put(pair, hashed(pair));
    }
    homes.computeIfAbsent(pair, this::hashed).tell(submit);
  }

  private static boolean beginsHere(HostRequest request) {
    return request instanceof HostRequest.Open || request instanceof HostRequest.Load;
  }

  private ActorRef<ModelHostActor.Command> hashed(AdapterPairId pair) {
    String name = ring.nodeFor(pair.value().getBytes(StandardCharsets.UTF_8));
    return Objects.requireNonNull(hosts.get(name));
  }

  /** Host and port; equal on all nodes and after a restart. */
  private String name(ActorRef<ModelHostActor.Command> host) {
    Address address = host.path().address();
    return (address.hasLocalScope() ? self : address).hostPort();
  }
}
