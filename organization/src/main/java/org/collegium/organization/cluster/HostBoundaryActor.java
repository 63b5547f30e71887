package org.collegium.organization.cluster;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.log.FailureListener;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Recorder;

/**
 * The door of the model host: records, for each adapter pair, every request that goes in and every answer that comes
 * out, in order, and serves a pair's owner only; see {@link PairDoor}. What is asked again and not done again is not
 * recorded again. It holds one entry for each pair and each request that is being served, so its memory is bounded by
 * the number of agents and by what they may have in flight.
 */
final class HostBoundaryActor extends AbstractBehavior<HostBoundaryActor.Command> {
  /** The host as all agents see it, for failures. */
  static final Party PARTY = new Party(Party.Kind.MODEL_HOST, "every agent");

  private final ActorRef<ModelHostActor.Command> host;
  private final ActorRef<HostReply> replies;
  private final MessageLog log;
  private final FailureListener failures;
  private final Map<AdapterPairId, Recorder> recorders = new HashMap<>();
  private final Map<AdapterPairId, PairDoor> doors = new HashMap<>();
  private final Map<String, AdapterPairId> serving = new HashMap<>();

  /** What passes the door. */
  sealed interface Command {}

  /** Someone asks the host. */
  record Asked(ModelHostActor.Command command) implements Command {}

  private record Answered(HostReply reply) implements Command {}

  private HostBoundaryActor(
      ActorContext<Command> context,
      ActorRef<ModelHostActor.Command> host,
      MessageLog log,
      FailureListener failures) {
    super(context);
    this.host = host;
    this.log = log;
    this.failures = failures;
    this.replies = context.messageAdapter(HostReply.class, Answered::new);
    context.watch(host);
  }

  static Behavior<Command> create(
      ActorRef<ModelHostActor.Command> host, MessageLog log, FailureListener failures) {
    return Behaviors.setup(context -> new HostBoundaryActor(context, host, log, failures));
  }

  /** The address that agents ask: it looks like the host itself. */
  static <T> ActorRef<ModelHostActor.Command> door(ActorContext<T> context, ActorRef<Command> boundary) {
    return context.spawn(
        Behaviors.receiveMessage(command -> {
          boundary.tell(new Asked(command));
          return Behaviors.same();
        }),
        "door");
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::take)
        .onSignal(Terminated.class, gone -> hostGone())
        .build();
  }

  private Behavior<Command> take(Command command) {
    switch (command) {
      case Asked(ModelHostActor.Submit submit) -> ask(submit);
      case Asked(ModelHostActor.Command other) -> host.tell(other);
      case Answered(HostReply reply) -> answer(reply);
    }
    return this;
  }

  private void ask(ModelHostActor.Submit submit) {
    AdapterPairId pair = submit.request().pair();
    switch (doors.computeIfAbsent(pair, _ -> new PairDoor()).asked(submit)) {
      case PairDoor.Verdict.Serve _ -> serve(submit);
      case PairDoor.Verdict.Wait _ -> {
        // Whoever asked will be told.
      }
      case PairDoor.Verdict.Working(HostReply underWay) -> submit.replyTo().tell(underWay);
      case PairDoor.Verdict.Repeat(HostReply reply) -> submit.replyTo().tell(reply);
      case PairDoor.Verdict.TurnAway(HostReply refusal) -> {
        recorder(pair).record(submit.request());
        recorder(pair).record(refusal);
        submit.replyTo().tell(refusal);
      }
    }
  }

  private void serve(ModelHostActor.Submit submit) {
    HostRequest request = submit.request();
    recorder(request.pair()).record(request);
    serving.put(request.requestId(), request.pair());
    host.tell(new ModelHostActor.Submit(request, replies));
  }

  private void answer(HostReply reply) {
    AdapterPairId pair = serving.remove(reply.requestId());
    if (pair == null) {
      throw new IllegalStateException("the model host answered twice or unasked: " + reply.requestId());
    }
    recorder(pair).record(reply);
    PairDoor door = doors.computeIfAbsent(pair, _ -> new PairDoor());
    door.answered(reply).ifPresent(asker -> asker.tell(reply));
    door.next().ifPresent(this::serve);
  }

  private Recorder recorder(AdapterPairId pair) {
    return recorders.computeIfAbsent(pair, asker -> log.recorder(Party.of(asker)));
  }

  private Behavior<Command> hostGone() {
    failures.failed(PARTY, new IllegalStateException("the model host has stopped"));
    return Behaviors.stopped();
  }
}
