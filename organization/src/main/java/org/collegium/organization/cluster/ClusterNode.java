package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.cluster.typed.Subscribe;
import org.collegium.organization.cluster.management.Management;
import org.collegium.organization.cluster.management.ManagementSettings;
import org.collegium.organization.cluster.management.Readiness;
import org.collegium.organization.log.FailureInterceptor;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.registry.NodeRole;

/** A node of a cluster, as one process: it joins, takes part in runs, and leaves. */
public final class ClusterNode {
  /** Name of every actor system of a cluster, which is part of every address. */
  static final String SYSTEM = "collegium";

  /** Within the timeout of the shutdown's phase; what is not served by then is asked for again elsewhere. */
  private static final Duration DRAIN_MAX = Duration.ofSeconds(15);

  private final ActorSystem<Void> system;
  private final CompletableFuture<Ending> ending;

  /** How a node ended. */
  public record Ending(Kind kind, String detail) {
    /** Ways to end. */
    public enum Kind {
      /** Asked to, and handed everything over. */
      LEFT,
      /** Broke, or was cut off from the cluster; it can be started again. */
      FAILED,
      /** Cannot be a node of this cluster as it is. */
      REFUSED
    }
  }

  private ClusterNode(ActorSystem<Void> system, CompletableFuture<Ending> ending) {
    this.system = system;
    this.ending = ending;
  }

  /**
   * Starts a node.
   *
   * @param pekko what Pekko is told, with the database of states
   * @param seeds {@code HOST:PORT} of nodes to join; empty for the first node of a cluster, or where nodes discover
   *     each other
   * @param up called once, when the node has become a member, with its address
   * @throws InvalidSettingsException in one line, when its address cannot be had
   */
  public static ClusterNode start(
      ClusterSettings settings,
      Config pekko,
      RunBook book,
      SharedStore store,
      List<String> seeds,
      Consumer<String> up) {
    NodeExit exit = new NodeExit();
    ManagementSettings management = settings.management();
    Optional<Joining> join =
        management.discoversPeers() ? Optional.empty() : Optional.of(joining(seeds, settings.folder()));
    boolean hasMembersToFind = join.filter(joining -> joining.beginsAlone() && !joining.others().isEmpty()).isPresent();
    Config patient = hasMembersToFind ? searching(pekko) : pekko;
    OpenRuns openRuns = new OpenRuns();
    ActorSystem<Void> system =
        ListeningAddress.listen(
            guardian(settings, book, store, exit, openRuns, join, up), SYSTEM, management.over(patient));
    exit.of(system);
    Watchdog.over(system);
    Management.start(system, management, Readiness.ofFolder(settings.folder()).and(openRuns))
        .whenComplete((_, failure) -> {
          if (failure != null) {
            new ListeningAddress(management.hostname(), management.port())
                .obstacle(failure)
                .ifPresentOrElse(
                    exit::refused,
                    () -> exit.failed("its management endpoint cannot be had: " + failure.getMessage()));
          }
        });
    CompletableFuture<Ending> ending =
        system.getWhenTerminated().handleAsync((_, _) -> ending(system, exit)).toCompletableFuture();
    return new ClusterNode(system, ending);
  }

  /** Comes when nothing of the node is left running. */
  public CompletionStage<Ending> ending() {
    return ending.copy();
  }

  /** Leaves the cluster in order: entities are handed over, the model host serves what it has, the log is written. */
  public void leave() {
    CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason());
  }

  /** Members that the node sees, itself too, as {@code HOST:PORT}. */
  public List<String> members() {
    return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
        .map(member -> member.address().getHost().orElse("") + ":" + member.address().getPort().orElse(0))
        .toList();
  }

  /** The actor system, for what stands beside the runs. */
  public ActorSystem<Void> system() {
    return system;
  }

  private static Behavior<Void> guardian(
      ClusterSettings settings,
      RunBook book,
      SharedStore store,
      NodeExit exit,
      OpenRuns openRuns,
      Optional<Joining> join,
      Consumer<String> up) {
    return Behaviors.setup(context -> {
      ActorRef<RegistryCommand> registry =
          ClusterSingleton.get(context.getSystem())
              .init(
                  SingletonActor.of(
                          FailureInterceptor.around(
                              RegistryCommand.class,
                              Party.NODE,
                              (_, cause) -> exit.failed("the registry of runs: " + cause.getMessage()),
                              RunsActor.create(settings, book, store, openRuns)),
                          "runs")
                      .withSettings(
                          ClusterSingletonSettings.create(context.getSystem())
                              .withRole(NodeRole.ORGANIZATION.word())));
      context.watch(
          context.spawn(
              DeskActor.create(settings, registry),
              DeskActor.NAME,
              DispatcherSelector.blocking()));
      ActorRef<MemberCommand> member =
          context.spawn(MemberActor.create(settings, book, store, exit, openRuns, registry), "member");
      context.watch(member);
      CoordinatedShutdown.get(context.getSystem())
          .addTask(
              CoordinatedShutdown.PhaseServiceRequestsDone(),
              "drain-model-hosts",
              () -> AskPattern.ask(
                  member, MemberCommand.Drain::new, DRAIN_MAX, context.getSystem().scheduler()));
      Cluster cluster = Cluster.get(context.getSystem());
      cluster.subscriptions().tell(Subscribe.create(
          context.spawn(
              Behaviors.<SelfUp>receiveMessage(_ -> {
                up.accept(cluster.selfMember().address().getHost().orElse("") + ":"
                    + cluster.selfMember().address().getPort().orElse(0));
                return Behaviors.stopped();
              }),
              "up"),
          SelfUp.class));
      context.watch(
          context.spawn(MembersFileActor.create(settings.folder()), "members", DispatcherSelector.blocking()));
      join.ifPresent(joining ->
          cluster.manager().tell(new JoinSeedNodes(joining.seeds(cluster.selfMember().address()))));
      return Behaviors.receive(Void.class)
          .onSignal(ChildFailed.class, failed -> {
            exit.failed("its " + failed.getRef().path().name() + ": " + failed.cause().getMessage());
            return Behaviors.same();
          })
          .onSignal(Terminated.class, _ -> Behaviors.same())
          .build();
    });
  }

  /**
   * A node that was in a cluster before looks for the others for as long as a partition may last; only then it takes
   * them for gone and begins anew. It does not give up meanwhile as a node does that can only join.
   */
  private static Config searching(Config pekko) {
    return pekko
        .withValue("pekko.cluster.seed-node-timeout", pekko.getValue("collegium.cluster.search-timeout"))
        .withValue(
            "pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes", ConfigValueFactory.fromAnyRef("off"));
  }

  /**
   * Whom a node joins.
   *
   * @param others nodes to join
   * @param beginsAlone whether it begins a cluster when none of them is there: it looks for them first
   */
  private record Joining(List<Address> others, boolean beginsAlone) {
    List<Address> seeds(Address self) {
      Stream<Address> first = beginsAlone ? Stream.of(self) : Stream.empty();
      return Stream.concat(first, others.stream().filter(other -> !other.equals(self))).toList();
    }
  }

  private static Joining joining(List<String> seeds, Path folder) {
    try {
      List<Address> others =
          Stream.concat(seeds.stream(), MembersFileActor.known(folder).stream())
              .distinct()
              .map(each -> AddressFromURIString.parse("pekko://" + SYSTEM + "@" + each))
              .toList();
      return new Joining(others, seeds.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Ending ending(ActorSystem<Void> system, NodeExit exit) {
    Ending decided = exit.ending();
    if (decided.kind() != Ending.Kind.LEFT) {
      return decided;
    }
    CoordinatedShutdown.Reason reason = CoordinatedShutdown.get(system).getShutdownReason().orElse(
        CoordinatedShutdown.unknownReason());
    if (reason.equals(CoordinatedShutdown.incompatibleConfigurationDetectedReason())) {
      return new Ending(
          Ending.Kind.REFUSED,
          "the cluster is another one, or speaks another protocol (collegium.cluster.name, protocol-version)");
    }
    if (reason.equals(CoordinatedShutdown.clusterJoinUnsuccessfulReason())) {
      return new Ending(Ending.Kind.REFUSED, "none of the nodes to join can be reached");
    }
    if (reason.equals(CoordinatedShutdown.clusterDowningReason())) {
      return new Ending(Ending.Kind.FAILED, "was cut off from the cluster, which goes on without it");
    }
    return decided;
  }
}
