package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;

/**
 * Talks to a cluster from outside: an actor system that is no member, so its coming and going moves nothing there. It
 * knows nodes by their addresses and needs the same certificates as they do.
 */
public final class ClusterClient implements AutoCloseable {
  private static final String PATIENCE = "collegium.cluster.client.patience";
  private static final Duration PIECE_MAX = Duration.ofSeconds(10);
  private static final int PIECE_ATTEMPTS_MAX = 5;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(15);

  private final ActorSystem<SpawnProtocol.Command> system;
  private final List<Desk> desks;
  private final Introduction introduction;
  private final Duration patience;

  /**
   * How a run ended, and where its log is.
   *
   * @param missing nodes that took part and whose parts of the log are not there: they cannot be reached, have lost
   *     them, or were left out
   */
  public record Collected(RunOutcome outcome, Map<String, Path> logs, List<String> missing) {}

  private ClusterClient(
      ActorSystem<SpawnProtocol.Command> system, List<String> nodes, Introduction introduction, Duration patience) {
    this.system = system;
    this.introduction = introduction;
    this.patience = patience;
    this.desks = nodes.stream().map(node -> Desk.at(system, node)).toList();
  }

  /**
   * Makes ready to talk; whether anybody is there is only seen when something is wanted.
   *
   * @param nodes {@code HOST:PORT} of nodes of the cluster, at least one
   * @param hostname of this machine as nodes can reach it
   * @param config as {@link ClusterSettings#resolved} makes it
   * @throws InvalidSettingsException in one line, when nobody can be listened to under that name, or with a setting of
   *     clients that cannot be used
   */
  public static ClusterClient of(List<String> nodes, String hostname, Config config) {
    Duration patience = patience(config);
    Config own =
        ConfigFactory.parseMap(
            Map.of(
                "pekko.actor.provider", "remote",
                "pekko.remote.warn-about-direct-use", "off",
                // It comes and goes; what it has to say of that is no news. Failures are told by its answers.
                "pekko.loglevel", "ERROR",
                "pekko.remote.artery.canonical.hostname", hostname,
                "pekko.remote.artery.canonical.port", 0));
    return new ClusterClient(
        ListeningAddress.listen(SpawnProtocol.create(), "collegium-client", own.withFallback(config)),
        nodes,
        Introduction.of(config),
        patience);
  }

  private static Duration patience(Config config) {
    try {
      Duration patience = config.getDuration(PATIENCE);
      if (!patience.isNegative()) {
        return patience;
      }
      String place = config.getValue(PATIENCE).origin().description();
      throw new InvalidSettingsException(List.of(place + ": " + PATIENCE + " must not be negative"));
    } catch (ConfigException e) {
      throw new InvalidSettingsException(List.of(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Has the cluster play a run, or goes on watching one that it plays already.
   *
   * @param scenario text of the resolved configuration
   * @param listener told of rounds that are closed from now on, on one thread
   * @return what comes of it; fails with {@link ClusterRefusedException}
   */
  public Followed submit(String run, String scenario, RunListener listener) {
    String request = UUID.randomUUID().toString();
    return follow(
        client -> new RegistryCommand.Submit(run, scenario, request, introduction, client), Set.of(), listener);
  }

  /** Watches a run that the cluster plays or has played. */
  public Followed attach(String run, RunListener listener) {
    return attach(run, Set.of(), listener);
  }

  /**
   * Watches a run that the cluster plays or has played.
   *
   * @param without names of nodes that are gone for good, so that nobody waits for them at its end
   */
  public Followed attach(String run, Set<String> without, RunListener listener) {
    return follow(client -> new RegistryCommand.Attach(run, introduction, client), without, listener);
  }

  /** Has a run end at its next round boundaries, and watches until it has. */
  public Followed stop(String run, RunListener listener) {
    return follow(client -> new RegistryCommand.StopRun(run, introduction, client), Set.of(), listener);
  }

  /**
   * Has the cluster remove all that it keeps of a run that is over.
   *
   * @return nodes that are away and will remove their part when they are back; fails with
   *     {@link ClusterRefusedException}
   */
  public CompletableFuture<List<String>> forget(String run) {
    String wish = UUID.randomUUID().toString();
    CompletableFuture<List<String>> away = new CompletableFuture<>();
    spawn(
        ForgetActor.create(desks, client -> new RegistryCommand.Forget(run, wish, introduction, client), away),
        reason -> away.completeExceptionally(new ClusterRefusedException(reason)));
    return away;
  }

  private <T> void spawn(Behavior<T> behavior, Consumer<String> refused) {
    AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
            system,
            replyTo -> new SpawnProtocol.Spawn<>(behavior, "", Props.empty(), replyTo),
            PIECE_MAX,
            system.scheduler())
        .exceptionally(failure -> {
          refused.accept("the client cannot start: " + failure);
          return system.unsafeUpcast();
        });
  }

  /**
   * A run that is watched.
   *
   * @param accepted which run it is
   * @param over how it ended
   */
  public record Followed(CompletableFuture<Accepted> accepted, CompletableFuture<RunOver> over) {}

  /**
   * A run that the cluster plays or has played.
   *
   * @param identity by which the cluster knows it, and keeps what it keeps of it
   * @param scenario text of its resolved configuration
   */
  public record Accepted(String identity, String scenario) {}

  /**
   * How a run ended, and who has a part of its log.
   *
   * @param identity by which the cluster knows it
   */
  public record RunOver(String identity, RunOutcome outcome, Map<String, String> desks) {}

  private Followed follow(
      Function<ActorRef<ClientEvent>, RegistryCommand.FromClient> wish, Set<String> without, RunListener listener) {
    FollowActor.Following following = new FollowActor.Following(new CompletableFuture<>(), new CompletableFuture<>());
    spawn(
        FollowActor.create(desks, wish, new FollowActor.Waiting(without, patience), listener, following),
        following::fail);
    return new Followed(
        following.accepted(),
        following.over().thenApply(over -> {
          Map<String, String> desksByNode = new TreeMap<>();
          over.nodes().forEach(node -> desksByNode.put(node.node(), node.desk()));
          return new RunOver(over.run(), over.outcome(), desksByNode);
        }));
  }

  /**
   * Fetches all nodes' parts of a run's log.
   *
   * @param without names of nodes whose parts are left out
   * @param folder each node's part goes into a folder of its name here
   * @throws UncheckedIOException when a file cannot be written
   * @throws ClusterRefusedException when a node that is there does not give its part out
   */
  public Collected collect(RunOver over, Set<String> without, Path folder) {
    Map<String, Path> logs = new TreeMap<>();
    over.desks().forEach((node, desk) -> {
      if (!ClusterSettings.NAME.matcher(node).matches()) {
        throw new ClusterRefusedException("the cluster tells of a node with an impossible name");
      }
      if (!desk.isEmpty()
          && !without.contains(node)
          && fetch(over.identity(), Desk.at(system, desk), folder.resolve(node))) {
        logs.put(node, folder.resolve(node));
      }
    });
    return new Collected(
        over.outcome(), logs, over.desks().keySet().stream().filter(node -> !logs.containsKey(node)).toList());
  }

  /** Whether the node has a part at all: one that lost its disk has none any more. */
  private boolean fetch(String run, Desk desk, Path folder) {
    try {
      Files.createDirectories(folder);
      DeskActor.Segments segments =
          asked(desk, DeskActor.Segments.class, client -> new DeskActor.ListSegments(run, client));
      for (DeskActor.Segment segment : segments.segments()) {
        if (!DeskActor.SEGMENT.matcher(segment.file()).matches()) {
          throw new ClusterRefusedException(segments.node() + " gives out a file that is no segment of a log");
        }
        try (OutputStream file = Files.newOutputStream(folder.resolve(segment.file()))) {
          long offset = 0;
          int length = DeskActor.PIECE_BYTES;
          while (length == DeskActor.PIECE_BYTES) {
            long from = offset;
            DeskActor.Piece piece =
                asked(
                    desk,
                    DeskActor.Piece.class,
                    client -> new DeskActor.ReadPiece(run, segment.file(), from, client));
            if (!piece.problem().isEmpty()) {
              throw new ClusterRefusedException(segments.node() + ": " + segment.file() + " " + piece.problem());
            }
            piece.content().writeTo(file);
            length = piece.content().size();
            offset += length;
          }
        }
      }
      return !segments.segments().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static <A extends DeskActor.Answer> A asked(
      Desk desk, Class<A> answer, Function<ActorRef<DeskActor.Answer>, DeskActor.Command> question) {
    for (int attempt = 1; ; attempt++) {
      try {
        return answer.cast(desk.ask(question, PIECE_MAX).toCompletableFuture().join());
      } catch (CompletionException late) {
        if (attempt == PIECE_ATTEMPTS_MAX) {
          throw new ClusterRefusedException(
              desk.address() + " does not give out its part of the log; attach again when it does");
        }
      }
    }
  }

  @Override
  public void close() {
    system.terminate();
    // A connection whose TLS handshake failed may keep Pekko from ending for minutes (akka/akka#29162).
    system.getWhenTerminated().toCompletableFuture()
        .completeOnTimeout(Done.getInstance(), CLOSE_MAX.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
