package org.collegium.organization.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.organization.registry.ForgottenRun;
import org.collegium.organization.registry.RunsEffect;

/** Those who want something of the registry, by names that its core can hold, and what they are told. For one actor. */
final class Clients {
  /** Clients whose answers may be under way at once. */
  private static final int ASKERS_MAX = 256;

  private final Watchers watchers = new Watchers();
  private final Map<String, ActorRef<ClientEvent>> askers = new LinkedHashMap<>();

  /** A name for a client; those named last are known by it. */
  String name(ActorRef<ClientEvent> client) {
    String name = client.path().toSerializationFormat();
    askers.remove(name);
    askers.put(name, client);
    if (askers.size() > ASKERS_MAX) {
      askers.remove(askers.keySet().iterator().next());
    }
    return name;
  }

  void accept(RunsEffect.Accept accept) {
    asker(accept.client()).ifPresent(client -> {
      watchers.attach(accept.run(), client);
      client.tell(new ClientEvent.Accepted(accept.run(), accept.scenario()));
    });
  }

  void reject(RunsEffect.Reject reject) {
    tell(reject.client(), new ClientEvent.Rejected("", reject.reason()));
  }

  void forgetting(RunsEffect.TellForgetting forgetting) {
    tell(forgetting.client(), new ClientEvent.RunForgotten(forgetting.run(), false, List.of()));
  }

  void forgotten(RunsEffect.TellForgotten forgotten) {
    ForgottenRun run = forgotten.run();
    tell(
        forgotten.client(),
        new ClientEvent.RunForgotten(run.identity().value(), true, run.nodes().stream().toList()));
  }

  void tell(String client, ClientEvent event) {
    asker(client).ifPresent(known -> known.tell(event));
  }

  /** Tells those who watch a run. */
  void announce(ClientEvent event) {
    watchers.tell(event.run(), event);
  }

  void forgetSilent() {
    watchers.forgetSilent();
  }

  private Optional<ActorRef<ClientEvent>> asker(String client) {
    return Optional.ofNullable(askers.get(client));
  }
}
