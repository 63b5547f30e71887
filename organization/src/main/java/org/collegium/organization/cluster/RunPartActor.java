package org.collegium.organization.cluster;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.host.ModelHost;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.organization.durable.ForcedStates;
import org.collegium.organization.log.FailureInterceptor;
import org.collegium.organization.log.FailureListener;
import org.collegium.organization.messagelog.LogFailedException;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.registry.NodeRole;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.wire.RecordEncoder;

/**
 * One node's part of a run: its log; by the node's roles a model host with its door, agents and worlds, a way to the
 * agents.
 *
 * <p>It closes in an order that loses nothing: agents and worlds first, then the host when it has served what it has,
 * the log last.
 */
final class RunPartActor extends AbstractBehavior<RunPartActor.Command> {
  private final String run;
  private final ActorRef<MemberCommand> member;
  private final OpenRuns openRuns;
  private final MessageLog log;
  private final AtomicBoolean isClosing = new AtomicBoolean();
  private final AtomicBoolean isLeaving = new AtomicBoolean();
  private Runnable leave = () -> {};
  private final FailureListener failures;
  private final Set<ActorRef<Void>> regions = new HashSet<>();
  private final List<ActorRef<ModelHostActor.Command>> hosts;

  /** What a part is told. */
  sealed interface Command {}

  /** The run is over. */
  record Close() implements Command {}

  /** The node is about to leave; answered by {@link MemberCommand.Drained}. */
  record Drain() implements Command {}

  private record LogClosed() implements Command {}

  private record LogLost(Throwable cause) implements Command {}

  /**
   * What a part is made of.
   *
   * @param host how a model host is opened here; empty where there is none
   * @param folder of the run on this node
   * @param registry the way to the registry from anywhere
   */
  record Making(
      String run,
      RunBook.Reading reading,
      Optional<ModelHostSettings> host,
      Path folder,
      ClusterSettings settings,
      ForcedStates states,
      ActorRef<RegistryCommand> registry,
      ActorRef<MemberCommand> member,
      OpenRuns openRuns) {}

  private RunPartActor(ActorContext<Command> context, Making making) {
    super(context);
    this.run = making.run();
    this.member = making.member();
    this.openRuns = making.openRuns();
    this.failures = (actor, cause) -> {
      if (!isClosing.get() && !isLeaving.get()) {
        member.tell(new MemberCommand.Failed(making.run(), actor, cause));
      }
    };
    this.log =
        MessageLog.open(
            making.folder().resolve("messages"),
            making.settings().node().log(),
            new RecordEncoder(making.reading().plan()));
    ServiceKey<ModelHostActor.Command> key = ServiceKey.create(ModelHostActor.Command.class, "model-host-" + run);
    Set<NodeRole> roles = making.settings().roles();
    this.hosts = making.host().map(host -> host(host, key)).stream().toList();
    RunActors actors =
        new RunActors(
            making.reading().plan(),
            new RunCores(making.reading().plan()),
            log,
            InitialStates.NONE,
            making.states(),
            making.settings().node().delivery(),
            KeptRuns.scope(making.run()),
            making.reading().meter());
    making.reading().meter().logOpened(log);
    AgentAddresses agents = roles.contains(NodeRole.AGENTS) || roles.contains(NodeRole.ORGANIZATION)
        ? agents(actors, key, making)
        : (_, _) -> {};
    openRuns.put(run, new OpenRuns.OpenRun(actors, agents, failures));
    member.tell(new MemberCommand.PartOpened(run));
  }

  /** The behaviour; its log is opened at once, its host on a thread of its own. */
  static Behavior<Command> create(Making making) {
    return Behaviors.setup(context -> new RunPartActor(context, making));
  }

  /** On the host's own thread. */
  private ModelHost loaded(ModelHostSettings host) {
    ModelHost opened = ModelHost.open(host);
    openRuns.loaded(run);
    return opened;
  }

  private ActorRef<ModelHostActor.Command> host(ModelHostSettings host, ServiceKey<ModelHostActor.Command> key) {
    openRuns.load(run);
    ActorRef<ModelHostActor.Command> served =
        getContext()
            .spawn(
                FailureInterceptor.around(
                    ModelHostActor.Command.class,
                    HostBoundaryActor.PARTY,
                    failures,
                    ModelHostActor.create(() -> loaded(host))),
                "model-host",
                ModelHostActor.props());
    ActorRef<HostBoundaryActor.Command> boundary =
        getContext()
            .spawn(
                FailureInterceptor.around(
                    HostBoundaryActor.Command.class,
                    HostBoundaryActor.PARTY,
                    failures,
                    HostBoundaryActor.create(served, log, failures)),
                "model-host-boundary");
    ActorRef<ModelHostActor.Command> door = HostBoundaryActor.door(getContext(), boundary);
    getContext().getSystem().receptionist().tell(Receptionist.register(key, door));
    leave = () -> getContext().getSystem().receptionist().tell(Receptionist.deregister(key, door));
    getContext().watch(served);
    return served;
  }

  private AgentAddresses agents(RunActors actors, ServiceKey<ModelHostActor.Command> key, Making making) {
    ClusterSharding sharding = ClusterSharding.get(getContext().getSystem());
    EntityTypeKey<AgentMessage> agents = EntityTypeKey.create(AgentMessage.class, "agent-" + run);
    EntityTypeKey<WorldMessage> worlds = EntityTypeKey.create(WorldMessage.class, "world-" + run);
    ActorRef<HostRouterActor.Command> router = getContext().spawn(HostRouterActor.create(key), "model-host-router");
    ShardedDirectory directory =
        new ShardedDirectory(
            sharding,
            agents,
            worlds,
            (organization, message) ->
                making.registry().tell(new RegistryCommand.ForOrchestrator(run, organization, message)),
            submit -> router.tell(new HostRouterActor.Asked(submit)));
    sharding.init(
        Entity.of(agents, entity -> actors.agent(AgentId.parse(entity.getEntityId()), directory, failures))
            .withRole(NodeRole.AGENTS.word()));
    sharding.init(
        Entity.of(worlds, entity -> actors.world(new WorldId(entity.getEntityId()), directory, failures))
            .withRole(NodeRole.AGENTS.word()));
    if (making.settings().roles().contains(NodeRole.AGENTS)) {
      regions.add(region(agents.name()));
      regions.add(region(worlds.name()));
    }
    return (agent, message) -> sharding.entityRefFor(agents, agent.value()).tell(message);
  }

  private ActorRef<Void> region(String type) {
    ActorRef<Void> region =
        Adapter.toTyped(
            org.apache.pekko.cluster.sharding.ClusterSharding.get(Adapter.toClassic(getContext().getSystem()))
                .shardRegion(type));
    getContext().watch(region);
    return region;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Close.class, _ -> close())
        .onMessage(Drain.class, _ -> drain())
        .onMessage(LogClosed.class, _ -> closed())
        .onMessage(LogLost.class, lost -> lost(lost.cause()))
        .onSignal(Terminated.class, gone -> gone(gone.getRef()))
        .onSignal(PostStop.class, _ -> leftOpen())
        .build();
  }

  private Behavior<Command> close() {
    if (isClosing.compareAndSet(false, true)) {
      openRuns.remove(run);
      org.apache.pekko.actor.ActorRef self = Adapter.toClassic(getContext().getSelf());
      regions.forEach(region -> Adapter.toClassic(region).tell(ShardRegion.gracefulShutdownInstance(), self));
      closeNext();
    }
    return this;
  }

  /** Agents ask again elsewhere when the host is gone. */
  private Behavior<Command> drain() {
    isLeaving.set(true);
    leave.run();
    if (hosts.isEmpty()) {
      member.tell(new MemberCommand.Drained(run));
    }
    hosts.forEach(host -> host.tell(new ModelHostActor.Stop()));
    return this;
  }

  private Behavior<Command> gone(ActorRef<Void> what) {
    boolean wasRegion = regions.remove(what);
    if (!wasRegion && isLeaving.get()) {
      member.tell(new MemberCommand.Drained(run));
    }
    if (isClosing.get()) {
      if (!wasRegion) {
        closeLog();
      } else {
        closeNext();
      }
    } else if (wasRegion) {
      getContext().getLog().debug("a region of {} stopped with the node", run);
    }
    return this;
  }

  private void closeNext() {
    if (regions.isEmpty()) {
      hosts.forEach(host -> host.tell(new ModelHostActor.Stop()));
      if (hosts.isEmpty()) {
        closeLog();
      }
    }
  }

  /** May wait for the disk, so not on this actor's thread. */
  private void closeLog() {
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(
                log::close, getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking())),
            (_, failure) -> failure == null ? new LogClosed() : new LogLost(failure));
  }

  private Behavior<Command> closed() {
    member.tell(new MemberCommand.PartClosed(run));
    return Behaviors.stopped();
  }

  private Behavior<Command> lost(Throwable cause) {
    RuntimeException failure = cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    member.tell(new MemberCommand.Failed(run, Party.NODE, failure));
    return Behaviors.stopped();
  }

  /** The node stops in the middle of a run: what was recorded is written, and another process goes on behind it. */
  private Behavior<Command> leftOpen() {
    openRuns.remove(run);
    if (isClosing.compareAndSet(false, true)) {
      try {
        log.close();
      } catch (LogFailedException e) {
        getContext().getLog().error("the log of {} could not be closed: {}", run, e.getMessage());
      }
    }
    return this;
  }
}
