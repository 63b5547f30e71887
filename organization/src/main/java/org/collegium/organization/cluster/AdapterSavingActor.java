package org.collegium.organization.cluster;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/** Has the model host write adapter pairs to disk, a few at a time, and stops when all are written or refused. */
final class AdapterSavingActor extends AbstractBehavior<HostReply> {
  /** Pairs asked for at once; far below any host's queue. */
  private static final int AT_ONCE_MAX = 32;

  private final ActorRef<ModelHostActor.Command> host;
  private final Path folder;
  private final ArrayDeque<AdapterPairId> left;
  private final Consumer<List<String>> done;
  private final List<String> failures = new ArrayList<>();
  private int underWay;

  private AdapterSavingActor(
      ActorContext<HostReply> context,
      ActorRef<ModelHostActor.Command> host,
      Path folder,
      List<AdapterPairId> pairs,
      Consumer<List<String>> done) {
    super(context);
    this.host = host;
    this.folder = folder;
    this.left = new ArrayDeque<>(pairs);
    this.done = done;
    while (underWay < AT_ONCE_MAX && !left.isEmpty()) {
      save(left.remove());
    }
  }

  /**
   * The behaviour.
   *
   * @param folder a pair goes to the folder of its id below this one
   * @param pairs not empty
   * @param done is told, once, what could not be saved
   */
  static Behavior<HostReply> create(
      ActorRef<ModelHostActor.Command> host, Path folder, List<AdapterPairId> pairs, Consumer<List<String>> done) {
    return Behaviors.setup(context -> new AdapterSavingActor(context, host, folder, pairs, done));
  }

  @Override
  public Receive<HostReply> createReceive() {
    return newReceiveBuilder().onMessage(HostReply.class, this::answered).build();
  }

  private void save(AdapterPairId pair) {
    underWay++;
    host.tell(
        new ModelHostActor.Submit(
            new HostRequest.Save(pair.value() + "/save", pair, folder.resolve(pair.value()).toString()),
            getContext().getSelf()));
  }

  private Behavior<HostReply> answered(HostReply reply) {
    underWay--;
    if (reply instanceof HostReply.Refused refused) {
      failures.add("adapters were not saved: " + refused.requestId() + ": " + refused.detail());
    }
    if (!left.isEmpty()) {
      save(left.remove());
    }
    if (underWay > 0) {
      return this;
    }
    done.accept(List.copyOf(failures));
    return Behaviors.stopped();
  }
}
