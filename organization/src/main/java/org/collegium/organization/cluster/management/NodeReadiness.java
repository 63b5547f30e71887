package org.collegium.organization.cluster.management;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/** Where the check that Pekko Management makes by its class name finds what the node says of itself. */
final class NodeReadiness implements Extension {
  private static final Id ID = new Id();

  private final AtomicReference<Readiness> readiness =
      new AtomicReference<>(() -> List.of("the node has not said yet what it consists of"));

  private NodeReadiness() {}

  private static final class Id extends ExtensionId<NodeReadiness> {
    @Override
    public NodeReadiness createExtension(ActorSystem<?> system) {
      return new NodeReadiness();
    }
  }

  static NodeReadiness of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  void set(Readiness said) {
    readiness.set(said);
  }

  List<String> obstacles() {
    return readiness.get().obstacles();
  }
}
