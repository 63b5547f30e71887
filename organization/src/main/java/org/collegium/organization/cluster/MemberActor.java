package org.collegium.organization.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.modelhost.store.PassingFailure;
import org.collegium.organization.log.StateUnkeptException;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.messagelog.LogFailedException;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.registry.NodeRole;

/** A node as the registry of runs sees it: takes part in runs, and leaves when it must not be here. */
final class MemberActor extends AbstractBehavior<MemberCommand> {
  private final ClusterSettings settings;
  private final RunBook book;
  private final SharedStore store;
  private final NodeExit exit;
  private final OpenRuns openRuns;
  private final ActorRef<RegistryCommand> registry;
  private final Map<String, Part> parts = new HashMap<>();
  private final PartFolders folders;
  private final Set<String> condemned = new HashSet<>();
  private final Set<String> removing = new HashSet<>();
  private final Set<String> draining = new HashSet<>();
  private Optional<ActorRef<Done>> leaver = Optional.empty();
  private boolean isLooking;

  private record Part(ActorRef<RunPartActor.Command> actor, boolean isOpen) {}

  private MemberActor(
      ActorContext<MemberCommand> context,
      ClusterSettings settings,
      RunBook book,
      SharedStore store,
      NodeExit exit,
      OpenRuns openRuns,
      ActorRef<RegistryCommand> registry) {
    super(context);
    this.settings = settings;
    this.folders = new PartFolders(settings.folder());
    this.book = book;
    this.store = store;
    this.exit = exit;
    this.openRuns = openRuns;
    this.registry = registry;
    context.getSystem().receptionist().tell(Receptionist.register(MemberCommand.KEY, context.getSelf()));
  }

  /** The behaviour; it makes itself known to the registry. */
  static Behavior<MemberCommand> create(
      ClusterSettings settings,
      RunBook book,
      SharedStore store,
      NodeExit exit,
      OpenRuns openRuns,
      ActorRef<RegistryCommand> registry) {
    return Behaviors.setup(context -> new MemberActor(context, settings, book, store, exit, openRuns, registry));
  }

  @Override
  public Receive<MemberCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(MemberCommand.class, this::take)
        .onSignal(ChildFailed.class, this::partFailed)
        .onSignal(Terminated.class, _ -> this)
        .build();
  }

  private Behavior<MemberCommand> take(MemberCommand command) {
    switch (command) {
      case MemberCommand.Welcome welcome -> look(welcome);
      case MemberCommand.Looked looked -> looked(looked);
      case MemberCommand.OpenRun open -> open(open);
      case MemberCommand.CloseRun close -> close(close.run());
      case MemberCommand.TellParts _ -> tellParts();
      case MemberCommand.ForgetRun forget -> forget(forget.run());
      case MemberCommand.PartRemoved removed -> {
        removing.remove(removed.run());
        removed.problem().ifPresent(problem -> getContext().getLog().warn("{}", problem));
        registry.tell(new RegistryCommand.PartForgotten(removed.run(), settings.name(), removed.problem()));
      }
      case MemberCommand.Leave leave -> exit.refused(leave.reason());
      case MemberCommand.Drain drain -> drain(drain.replyTo());
      case MemberCommand.Drained drained -> {
        draining.remove(drained.run());
        tellWhenDrained();
      }
      case MemberCommand.PartOpened opened -> {
        parts.computeIfPresent(opened.run(), (_, part) -> new Part(part.actor(), true));
        registry.tell(new RegistryCommand.Opened(opened.run(), settings.name(), Optional.empty()));
      }
      case MemberCommand.PartClosed closed -> {
        parts.remove(closed.run());
        draining.remove(closed.run());
        tellWhenDrained();
        registry.tell(new RegistryCommand.Closed(closed.run(), settings.name()));
        if (condemned.remove(closed.run())) {
          forget(closed.run());
        }
      }
      case MemberCommand.Failed failed -> failed(failed);
    }
    return this;
  }

  private Behavior<MemberCommand> partFailed(ChildFailed failed) {
    exit.failed(String.valueOf(failed.cause().getMessage()));
    return this;
  }

  private void drain(ActorRef<Done> replyTo) {
    leaver = Optional.of(replyTo);
    draining.addAll(parts.keySet());
    parts.values().forEach(part -> part.actor().tell(new RunPartActor.Drain()));
    tellWhenDrained();
  }

  private void tellWhenDrained() {
    if (draining.isEmpty()) {
      leaver.ifPresent(asker -> asker.tell(Done.getInstance()));
      leaver = Optional.empty();
    }
  }

  /** A store that is away takes its time to say so, which this actor's thread does not have. */
  private void look(MemberCommand.Welcome welcome) {
    if (!isLooking) {
      isLooking = true;
      getContext()
          .pipeToSelf(
              CompletableFuture.supplyAsync(
                  () -> store.problem(welcome.mark()),
                  getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking())),
              (problem, failure) ->
                  new MemberCommand.Looked(
                      welcome,
                      failure == null ? problem : Optional.empty(),
                      Optional.ofNullable(failure).map(Greetings::cause)));
    }
  }

  private void looked(MemberCommand.Looked looked) {
    isLooking = false;
    looked.failure().ifPresentOrElse(
        failure -> Greetings.requireAway(failure, getContext().getLog()),
        () -> arrive(looked.welcome(), looked.problem()));
  }

  private void arrive(MemberCommand.Welcome welcome, Optional<String> problem) {
    welcome
        .registry()
        .tell(
            new RegistryCommand.Arrived(
                settings.name(),
                settings.roles(),
                getContext().getSelf(),
                System.currentTimeMillis(),
                problem));
  }

  private void open(MemberCommand.OpenRun open) {
    Part part = parts.get(open.run());
    if (part != null) {
      if (part.isOpen()) {
        registry.tell(new RegistryCommand.Opened(open.run(), settings.name(), Optional.empty()));
      }
      return;
    }
    Path folder = folders.of(open.run());
    openRuns.begin(open.run());
    try {
      Files.createDirectories(folder);
      RunBook.Reading reading = book.read(open.run(), open.scenario(), folder);
      RunPartActor.Making making =
          new RunPartActor.Making(
              open.run(),
              reading,
              host(reading),
              folder,
              settings,
              store.forced(),
              registry,
              getContext().getSelf(),
              openRuns);
      ActorRef<RunPartActor.Command> actor = getContext().spawn(RunPartActor.create(making), "run-" + open.run());
      getContext().watch(actor);
      parts.put(open.run(), new Part(actor, false));
    } catch (UnplayableRunException | IOException e) {
      unable(open.run(), folder, e);
    }
  }

  private Optional<ModelHostSettings> host(RunBook.Reading reading) {
    return settings.roles().contains(NodeRole.MODEL_HOST) ? Optional.of(reading.host().get()) : Optional.empty();
  }

  /** The registry asks again for as long as the run goes on. What may have passed by then is not said to it. */
  private void unable(String run, Path folder, Exception failure) {
    String problem = String.valueOf(failure.getMessage());
    if (openRuns.lack(run, "this node cannot take part in it: " + problem)) {
      getContext().getLog().error("cannot take part in {}: {}", run, problem);
    }
    Throwable cause = failure instanceof UnplayableRunException unplayable ? unplayable.getCause() : failure;
    if (!(cause instanceof IOException trouble && PassingFailure.passes(trouble, folder))) {
      registry.tell(new RegistryCommand.Opened(run, settings.name(), Optional.of(problem)));
    }
  }

  /** What the registry told to open and was not opened may be over, too. */
  private void tellParts() {
    Set<String> open = new TreeSet<>(parts.keySet());
    open.addAll(openRuns.lacking());
    try {
      registry.tell(new RegistryCommand.PartsTold(settings.name(), folders.kept(), List.copyOf(open)));
    } catch (IOException e) {
      getContext().getLog().error("{}: cannot be listed: {}", settings.folder(), e.getMessage());
    }
  }

  /** A part that is open is closed first. A large folder takes its time, which this actor's thread does not have. */
  private void forget(String run) {
    if (parts.containsKey(run)) {
      condemned.add(run);
      close(run);
    } else if (removing.add(run)) {
      openRuns.remove(run);
      getContext()
          .pipeToSelf(
              CompletableFuture.supplyAsync(
                  () -> folders.remove(run),
                  getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking())),
              (problem, failure) ->
                  new MemberCommand.PartRemoved(
                      run, failure == null ? problem : Optional.of(String.valueOf(failure))));
    }
  }

  private void close(String run) {
    Optional.ofNullable(parts.get(run))
        .ifPresentOrElse(
            part -> part.actor().tell(new RunPartActor.Close()),
            () -> {
              openRuns.remove(run);
              registry.tell(new RegistryCommand.Closed(run, settings.name()));
            });
  }

  /** What belongs to one organization fails that one; what the node itself needs ends the node, and another goes on. */
  private void failed(MemberCommand.Failed failed) {
    String reason = failed.actor() + ": " + failed.cause();
    if (failed.cause() instanceof LogFailedException || failed.cause() instanceof LogDamagedException) {
      exit.failed(String.valueOf(failed.cause().getMessage()));
      return;
    }
    if (failed.actor().kind() == Party.Kind.AGENT && failed.cause() instanceof StateUnkeptException) {
      // The database was away, or another life of the agent was faster. Its orchestrator will assign the round again.
      getContext().getLog().warn("{}; it begins again", reason);
      return;
    }
    switch (failed.actor().kind()) {
      case AGENT -> broken(failed, AgentId.parse(failed.actor().id()).organization(), reason);
      case WORLD -> openRuns.of(failed.run())
          .flatMap(run -> run.actors().organizationOf(failed.actor()))
          .ifPresent(organization -> broken(failed, organization, reason));
      default -> exit.failed(reason);
    }
  }

  private void broken(MemberCommand.Failed failed, String organization, String reason) {
    getContext().getLog().error("{} cannot go on: {}", organization, reason, failed.cause());
    registry.tell(new RegistryCommand.Broken(failed.run(), organization, reason));
  }
}
