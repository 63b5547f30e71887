package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.collegium.organization.registry.PastRun;
import org.collegium.organization.registry.RunIdentity;
import org.collegium.organization.registry.RunsCore;
import org.collegium.organization.registry.RunsEffect;
import org.collegium.organization.registry.RunsMessage;

/**
 * The singleton of a cluster: carries out what the registry of runs decides, owns the orchestrators of the run in play,
 * and tells clients of it.
 *
 * <p>It can die with its node at any moment. The next one reads what the registry kept, sees the nodes anew, opens the
 * run on them again (which changes nothing where it is open), and lets the orchestrators go on from their own states.
 */
final class RunsActor extends AbstractBehavior<RegistryCommand> {
  /** How long nodes may take to close a run before it is announced without them. */
  private static final Duration CLOSING_MAX = Duration.ofSeconds(30);

  /** A greeting may be lost, as any message. */
  private static final Duration GREETING_INTERVAL = Duration.ofSeconds(3);

  private final ClusterSettings settings;
  private final Submissions submissions;
  private final Greetings greetings;
  private final OpenRuns openRuns;
  private final TimerScheduler<RegistryCommand> timers;
  private final ActorRef<RunsMessage> registry;
  private final Clients clients = new Clients();
  private final Leftovers leftovers;
  private final KnownNodes nodes;
  private final RunProgress progress;
  private final Orchestrators orchestrators;
  private Set<ActorRef<MemberCommand>> members = Set.of();
  private int reminders;
  private Optional<RunsEffect.Close> closing = Optional.empty();
  private Optional<String> inPlay = Optional.empty();

  private RunsActor(
      ActorContext<RegistryCommand> context,
      TimerScheduler<RegistryCommand> timers,
      ClusterSettings settings,
      RunBook book,
      SharedStore store,
      OpenRuns openRuns) {
    super(context);
    this.settings = settings;
    this.submissions = new Submissions(book, settings.folder());
    this.openRuns = openRuns;
    this.timers = timers;
    this.progress = new RunProgress(settings.stallMax());
    this.orchestrators = new Orchestrators(context);
    this.leftovers = new Leftovers(context, store);
    this.nodes = new KnownNodes(settings.twinPatience());
    RunsCore core = new RunsCore(settings.name(), settings.agentNodesMin(), settings.hostNodesMin());
    this.registry =
        context.spawn(
            RegistryActor.create(PersistenceId.of("runs", settings.cluster()), core, context.getSelf()), "registry");
    context.watch(registry);
    this.greetings = new Greetings(context, store, settings.cluster());
    greetings.greet(members);
    ActorRef<Receptionist.Listing> adapter =
        context.messageAdapter(
            Receptionist.Listing.class,
            listing -> new RegistryCommand.MembersSeen(listing.getServiceInstances(MemberCommand.KEY)));
    context.getSystem().receptionist().tell(Receptionist.subscribe(MemberCommand.KEY, adapter));
    timers.startTimerWithFixedDelay(new RegistryCommand.Sweep(), Watchers.LEASE);
    timers.startTimerWithFixedDelay(new RegistryCommand.Greet(), GREETING_INTERVAL);
  }

  /** The behaviour. */
  static Behavior<RegistryCommand> create(
      ClusterSettings settings, RunBook book, SharedStore store, OpenRuns openRuns) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new RunsActor(context, timers, settings, book, store, openRuns)));
  }

  @Override
  public Receive<RegistryCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(RegistryCommand.class, this::take)
        .onSignal(ChildFailed.class, failed -> {
          throw new IllegalStateException("an actor of the registry failed: " + failed.cause().getMessage());
        })
        .onSignal(Terminated.class, this::gone)
        .build();
  }

  private Behavior<RegistryCommand> take(RegistryCommand command) {
    switch (command) {
      case RegistryCommand.Submit submit -> submit(submit);
      case RegistryCommand.Attach attach ->
          registry.tell(new RunsMessage.Attached(attach.name(), clients.name(attach.client())));
      case RegistryCommand.StopRun stop -> {
        registry.tell(new RunsMessage.StopAsked(stop.name()));
        registry.tell(new RunsMessage.Attached(stop.name(), clients.name(stop.client())));
      }
      case RegistryCommand.Forget forget ->
          registry.tell(
              new RunsMessage.ForgetAsked(forget.name(), forget.wish(), clients.name(forget.client())));
      case RegistryCommand.PartsTold told ->
          registry.tell(new RunsMessage.PartsFound(told.node(), told.kept(), told.open()));
      case RegistryCommand.PartForgotten gone ->
          registry.tell(new RunsMessage.NodeForgot(gone.run(), gone.node(), gone.problem()));
      case RegistryCommand.Cleared cleared -> {
        leftovers.cleared(cleared);
        registry.tell(new RunsMessage.StoresCleared(cleared.run(), cleared.problem()));
      }
      case RegistryCommand.MarkLeft left -> {
        greetings.left(left);
        left.mark().ifPresent(_ -> welcome());
      }
      case RegistryCommand.Arrived arrived -> arrived(arrived);
      case RegistryCommand.Opened opened ->
          registry.tell(new RunsMessage.NodeOpened(opened.run(), opened.node(), opened.problem()));
      case RegistryCommand.Closed closed -> registry.tell(new RunsMessage.NodeClosed(closed.run(), closed.node()));
      case RegistryCommand.Broken broken ->
          registry.tell(
              new RunsMessage.OrganizationBroken(broken.run(), broken.organization(), broken.reason()));
      case RegistryCommand.ForOrchestrator addressed -> hand(addressed);
      case RegistryCommand.MembersSeen seen -> seen(seen.members());
      case RegistryCommand.Do wanted -> carryOut(wanted.effect());
      case RegistryCommand.Note note -> registry.tell(note.message());
      case RegistryCommand.RoundClosed closed -> {
        progress.goesOn();
        clients.announce(new ClientEvent.RoundTold(closed.run(), closed.result()));
      }
      case RegistryCommand.Finished ended ->
          registry.tell(new RunsMessage.OrganizationEnded(ended.run(), ended.organization(), ended.finish()));
      case RegistryCommand.OrchestratorGone went -> orchestratorGone(went.organization());
      case RegistryCommand.Greet _ -> {
        welcome();
        reminders++;
        registry.tell(new RunsMessage.Reminded(reminders));
      }
      case RegistryCommand.Sweep _ -> sweep();
    }
    return this;
  }

  private void submit(RegistryCommand.Submit submit) {
    submissions.read(submit, clients.name(submit.client())).ifPresent(registry::tell);
  }

  private void seen(Set<ActorRef<MemberCommand>> seen) {
    for (String node : nodes.forgetAllBut(seen)) {
      inPlay.ifPresent(run -> progress.nodeWent(RunIdentity.nameIn(run), node));
      registry.tell(new RunsMessage.NodeWent(node));
    }
    members = seen;
    welcome();
  }

  /** Whoever has not answered is greeted again with every sweep of those who may be twins. */
  private void welcome() {
    greetings.greet(members.stream().filter(member -> !nodes.knows(member)).toList());
  }

  private void arrived(RegistryCommand.Arrived arrived) {
    switch (nodes.take(arrived, System.currentTimeMillis(), settings.clockSkewMax())) {
      case KnownNodes.Verdict.Stay _ -> {
        registry.tell(new RunsMessage.NodeCame(arrived.node(), arrived.roles()));
        arrived.member().tell(new MemberCommand.TellParts());
      }
      case KnownNodes.Verdict.AskAgain _ -> {
        // Greeted again by the timer.
      }
      case KnownNodes.Verdict.Leave(String reason) -> arrived.member().tell(new MemberCommand.Leave(reason));
    }
  }

  /**
   * Nodes are asked what they have of runs: the word that one is over may have been lost. A run in which nothing moves
   * for too long fails, with all that is done kept.
   */
  private void sweep() {
    clients.forgetSilent();
    nodes.all().forEach(node -> node.member().tell(new MemberCommand.TellParts()));
    if (inPlay.isPresent() && closing.isEmpty()) {
      progress.stall().ifPresent(reason ->
          orchestrators.organizations().forEach(organization ->
              registry.tell(new RunsMessage.OrganizationBroken(inPlay.get(), organization, reason))));
    }
  }

  private void hand(RegistryCommand.ForOrchestrator addressed) {
    boolean isOfThisRun = inPlay.filter(addressed.run()::equals).isPresent();
    if (isOfThisRun && orchestrators.tell(addressed.organization(), addressed.message())) {
      progress.moves();
    }
  }

  private void carryOut(RunsEffect effect) {
    switch (effect) {
      case RunsEffect.Keep _ -> {
        // Done: the registry's shell has kept it.
      }
      case RunsEffect.Accept accept -> clients.accept(accept);
      case RunsEffect.TellEnd end -> clients.tell(end.client(), over(end.run()));
      case RunsEffect.Reject reject -> clients.reject(reject);
      case RunsEffect.TellForgetting forgetting -> clients.forgetting(forgetting);
      case RunsEffect.TellForgotten forgotten -> clients.forgotten(forgotten);
      case RunsEffect.ForgetPart forget ->
          nodes.of(forget.node())
              .ifPresent(node -> node.member().tell(new MemberCommand.ForgetRun(forget.run())));
      case RunsEffect.ClearStores clear -> leftovers.clear(clear.run());
      case RunsEffect.Abandon abandon -> leftovers.abandon(abandon.run());
      case RunsEffect.NameStray stray -> leftovers.stray(stray);
      case RunsEffect.NameTooOld old -> leftovers.tooOld(old.run());
      case RunsEffect.NameUnable unable -> nodes.unable(unable);
      case RunsEffect.Open open ->
          nodes.of(open.node())
              .ifPresent(node -> node.member().tell(new MemberCommand.OpenRun(open.run(), open.scenario())));
      case RunsEffect.Begin begin -> begin(begin);
      case RunsEffect.Tell tell ->
          tell.organizations().forEach(organization -> orchestrators.tell(organization, tell.message()));
      case RunsEffect.Close close -> close(close);
      case RunsEffect.CloseAgain again -> {
        if (closing.isEmpty()) {
          tellToClose(again.run(), again.nodes());
        }
      }
      case RunsEffect.Announce announce -> announce(announce.run());
    }
  }

  private void begin(RunsEffect.Begin begin) {
    OpenRuns.OpenRun open =
        openRuns.of(begin.run()).orElseThrow(() -> new IllegalStateException(begin.run() + " is not open here"));
    inPlay = Optional.of(begin.run());
    progress.moves();
    orchestrators.begin(begin, open);
  }

  private void close(RunsEffect.Close close) {
    closing = Optional.of(close);
    timers.startSingleTimer(
        "closing", new RegistryCommand.Note(new RunsMessage.ClosingTakesTooLong(close.run())), CLOSING_MAX);
    orchestrators.stopAll();
    closeNodes();
  }

  private void orchestratorGone(String organization) {
    orchestrators.gone(organization);
    closeNodes();
  }

  private void closeNodes() {
    if (orchestrators.isEmpty()) {
      closing.ifPresent(close -> {
        closing = Optional.empty();
        tellToClose(close.run(), close.nodes());
      });
    }
  }

  private void tellToClose(String run, List<String> names) {
    names.stream()
        .flatMap(node -> nodes.of(node).stream())
        .forEach(node -> node.member().tell(new MemberCommand.CloseRun(run)));
  }

  private void announce(PastRun run) {
    inPlay = Optional.empty();
    timers.cancel("closing");
    clients.announce(over(run));
  }

  private ClientEvent over(PastRun run) {
    Address self = Cluster.get(getContext().getSystem()).selfMember().address();
    return new ClientEvent.RunOver(run.identity().value(), run.outcome(), nodes.addresses(run.nodes(), self));
  }

  private Behavior<RegistryCommand> gone(Terminated gone) {
    if (gone.getRef().path().equals(registry.path())) {
      throw new IllegalStateException("the registry of runs has stopped");
    }
    return this;
  }
}
