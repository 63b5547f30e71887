package org.collegium.organization.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.collegium.agents.actor.AgentDirectory;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.actor.ModelHostActor.Submit;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.lamps.LampHostActor;
import org.collegium.organization.log.FailureListener;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.run.RoundResult;

/**
 * Everything between the actors of a run goes through here, and a share of it gets lost. Every so many messages
 * somebody dies: an agent, a world, an orchestrator, or the host with all its pairs. Who is told next lives again.
 */
final class LossyNetworkActor extends AbstractBehavior<LossyNetworkActor.Command> implements AgentDirectory {
  private final ActorRef<Command> self;
  private final RunActors actors;
  private final Trouble trouble;
  private final CompletableFuture<Ending> ended;
  private final SplittableRandom random;
  private final FailureListener failures;
  private final Map<Party, ActorRef<?>> living = new HashMap<>();
  private final Map<ActorRef<HostReply>, ActorRef<HostReply>> waysBack = new HashMap<>();
  private final SortedMap<String, Finish> finished = new TreeMap<>();
  private final List<String> failed = new ArrayList<>();
  private final SortedMap<String, Integer> counts = new TreeMap<>();
  private ActorRef<ModelHostActor.Command> host;
  private ActorRef<HostBoundaryActor.Command> boundary;
  private int hosts;
  private int delivered;

  /**
   * What goes wrong.
   *
   * @param lossShare of all messages
   * @param deathInterval messages from one death to the next; 0 for nobody dies
   */
  record Trouble(long seed, double lossShare, int deathInterval) {
    static final Trouble NONE = new Trouble(0, 0, 0);
  }

  /** How a run ended, and what happened on the way. */
  record Ending(SortedMap<String, Finish> finished, List<String> failed, SortedMap<String, Integer> counts) {}

  sealed interface Command {}

  private record ToAgent(AgentId to, AgentMessage message) implements Command {}

  private record ToWorld(WorldId to, WorldMessage message) implements Command {}

  private record ToOrchestrator(String to, OrchestratorMessage message) implements Command {}

  private record ToHost(HostRequest request, ActorRef<HostReply> replyTo) implements Command {}

  private record Back(HostReply reply, ActorRef<HostReply> replyTo) implements Command {}

  private record Finished(String organization, Finish finish) implements Command {}

  private record Failed(Party actor, String cause) implements Command {}

  private LossyNetworkActor(
      ActorContext<Command> context, RunActors actors, Trouble trouble, CompletableFuture<Ending> ended) {
    super(context);
    this.actors = actors;
    this.trouble = trouble;
    this.ended = ended;
    this.random = new SplittableRandom(trouble.seed());
    this.self = context.getSelf();
    this.failures = (actor, cause) -> self.tell(new Failed(actor, String.valueOf(cause)));
    this.host = context.spawnAnonymous(LampHostActor.create(trouble.seed()));
    this.boundary = context.spawnAnonymous(HostBoundaryActor.create(host, actors.log(), failures));
    actors.plan().organizations().forEach(organization -> begin(organization.id()));
  }

  static Behavior<Command> create(RunActors actors, Trouble trouble, CompletableFuture<Ending> ended) {
    return Behaviors.setup(context -> new LossyNetworkActor(context, actors, trouble, ended));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::take)
        .onSignal(Terminated.class, gone -> {
          gone(gone.getRef());
          return this;
        })
        .build();
  }

  private Behavior<Command> take(Command command) {
    switch (command) {
      case Finished end -> {
        finished.put(end.organization(), end.finish());
        if (finished.size() == actors.plan().organizations().size()) {
          ended.complete(new Ending(finished, failed, counts));
        }
      }
      case Failed failure -> failed.add(failure.actor() + ": " + failure.cause());
      case Command message when random.nextDouble() < trouble.lossShare() -> count("lost");
      case ToAgent to -> {
        ActorRef<AgentMessage> agent = alive(Party.of(to.to()), () -> actors.agent(to.to(), this, failures));
        agent.tell(to.message());
      }
      case ToWorld to -> {
        ActorRef<WorldMessage> world = alive(Party.of(to.to()), () -> actors.world(to.to(), this, failures));
        world.tell(to.message());
      }
      case ToOrchestrator to -> orchestrator(to.to()).tell(to.message());
      case ToHost to -> boundary.tell(new HostBoundaryActor.Asked(new Submit(to.request(), wayBack(to.replyTo()))));
      case Back back -> back.replyTo().tell(back.reply());
    }
    delivered++;
    if (trouble.deathInterval() > 0 && delivered % trouble.deathInterval() == 0) {
      somebodyDies();
    }
    return this;
  }

  private ActorRef<OrchestratorMessage> orchestrator(String id) {
    return alive(Party.orchestrator(id), () -> actors.orchestrator(id, this::tell, events(), failures));
  }

  private void begin(String organization) {
    orchestrator(organization).tell(new OrchestratorMessage.Begin());
  }

  private <M> ActorRef<M> alive(Party who, Supplier<Behavior<M>> behavior) {
    ActorRef<?> known = living.computeIfAbsent(who, _ -> {
      ActorRef<M> born = getContext().spawnAnonymous(behavior.get());
      getContext().watch(born);
      count("lives of " + who.kind());
      return born;
    });
    return known.unsafeUpcast();
  }

  /** One way for each life, so that a life has one address only. */
  private ActorRef<HostReply> wayBack(ActorRef<HostReply> replyTo) {
    return waysBack.computeIfAbsent(
        replyTo,
        _ ->
            getContext()
                .spawnAnonymous(
                    Behaviors.receiveMessage(reply -> {
                      self.tell(new Back(reply, replyTo));
                      return Behaviors.same();
                    })));
  }

  private void somebodyDies() {
    List<Party> candidates = new ArrayList<>(living.keySet());
    candidates.sort((one, other) -> one.toString().compareTo(other.toString()));
    int victim = random.nextInt(candidates.size() + 1);
    if (victim < candidates.size()) {
      getContext().stop(living.get(candidates.get(victim)));
      return;
    }
    // The door first: it takes the end of its host for the end of the run.
    getContext().stop(boundary);
    getContext().stop(host);
    hosts++;
    host = getContext().spawnAnonymous(LampHostActor.create(trouble.seed() + hosts));
    boundary = getContext().spawnAnonymous(HostBoundaryActor.create(host, actors.log(), failures));
    count("hosts that died");
  }

  private void gone(ActorRef<?> dead) {
    List<Party> who =
        living.entrySet().stream().filter(each -> each.getValue().equals(dead)).map(Map.Entry::getKey).toList();
    for (Party party : who) {
      living.remove(party);
      if (party.kind() == Party.Kind.ORCHESTRATOR) {
        begin(party.id());
      }
    }
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  private OrganizationEvents events() {
    return new OrganizationEvents() {
      @Override
      public void roundClosed(RoundResult result) {
        // Read from the end.
      }

      @Override
      public void finished(String organization, Finish finish) {
        self.tell(new Finished(organization, finish));
      }
    };
  }

  @Override
  public void ask(HostRequest request, ActorRef<HostReply> replyTo) {
    self.tell(new ToHost(request, replyTo));
  }

  @Override
  public void tell(WorldId world, WorldMessage message) {
    self.tell(new ToWorld(world, message));
  }

  @Override
  public void tell(AgentId agent, AgentMessage message) {
    self.tell(new ToAgent(agent, message));
  }

  @Override
  public void report(RoundReport report) {
    tell(report.agent().organization(), new OrchestratorMessage.Reported(report));
  }

  @Override
  public void failed(Effect.Fail failure) {
    tell(failure.agent().organization(), new OrchestratorMessage.AgentFailed(failure.agent(), failure.reason()));
  }

  private void tell(String organization, OrchestratorMessage message) {
    self.tell(new ToOrchestrator(organization, message));
  }
}
