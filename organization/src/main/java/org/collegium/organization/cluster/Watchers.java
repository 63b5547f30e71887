package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Clients that want to hear of runs. A client is no member of the cluster, so nobody tells when it dies: it says again
 * and again that it listens, and who has not said so between two sweeps is forgotten.
 */
final class Watchers {
  /** Between two sweeps. */
  static final Duration LEASE = Duration.ofSeconds(30);

  /** Who asks next beyond that many is not told of rounds, only of the end when it asks for it. */
  private static final int CLIENTS_MAX = 64;

  private final Map<ActorRef<ClientEvent>, String> runs = new LinkedHashMap<>();
  private final Set<ActorRef<ClientEvent>> heardOf = new LinkedHashSet<>();

  void attach(String run, ActorRef<ClientEvent> client) {
    if (runs.containsKey(client) || runs.size() < CLIENTS_MAX) {
      runs.put(client, run);
      heardOf.add(client);
    }
  }

  void tell(String run, ClientEvent event) {
    runs.forEach((client, watched) -> {
      if (watched.equals(run)) {
        client.tell(event);
      }
    });
  }

  void forgetSilent() {
    runs.keySet().retainAll(heardOf);
    heardOf.clear();
  }
}
