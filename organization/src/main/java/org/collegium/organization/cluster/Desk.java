package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.pattern.Patterns;

/**
 * The desk of a node, as a client reaches it: by its path. A node that ended and was started again at the same address
 * is quarantined for everything that is sent to a reference; only what goes to a path finds its new incarnation.
 */
record Desk(String address, ActorSelection path) {
  static Desk at(ActorSystem<?> system, String address) {
    return new Desk(
        address,
        Adapter.toClassic(system)
            .actorSelection("pekko://" + ClusterNode.SYSTEM + "@" + address + "/user/" + DeskActor.NAME));
  }

  void tell(DeskActor.Command command) {
    path.tell(command, org.apache.pekko.actor.ActorRef.noSender());
  }

  CompletionStage<Object> ask(Function<ActorRef<DeskActor.Answer>, DeskActor.Command> question, Duration timeout) {
    return Patterns.askWithReplyTo(path, replyTo -> question.apply(Adapter.toTyped(replyTo)), timeout);
  }
}
