package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** For whom a client waits at the end of a run, and for how long. */
class FollowActorTest {
  private static final String RUN = "r-000000000000";
  private static final Introduction INTRODUCTION = new Introduction(2, "");
  private static final Duration INTERVAL = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<DeskActor.Command> desk = kit.createTestProbe(DeskActor.Command.class);
  private final FollowActor.Following following =
      new FollowActor.Following(new CompletableFuture<>(), new CompletableFuture<>());
  private final List<List<String>> awaited = new CopyOnWriteArrayList<>();
  private boolean isScreenBroken;

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** The address at which the follower listens. */
  private ActorRef<ClientEvent> follow(Duration patience, String... without) {
    RunListener listener =
        new RunListener() {
          @Override
          public void roundClosed(RoundResult result) {
            // Not looked at here.
          }

          @Override
          public void awaited(List<String> nodes) {
            if (isScreenBroken) {
              throw new IllegalStateException("the screen is gone");
            }
            awaited.add(nodes);
          }
        };
    String path = desk.ref().path().toStringWithoutAddress();
    Desk known = new Desk("", Adapter.toClassic(kit.system()).actorSelection(path));
    kit.spawn(
        FollowActor.create(
            List.of(known),
            client -> new RegistryCommand.Attach("r", INTRODUCTION, client),
            new FollowActor.Waiting(Set.of(without), patience),
            listener,
            following));
    ActorRef<ClientEvent> ear = asked();
    ear.tell(new ClientEvent.Accepted(RUN, "scenario"));
    return ear;
  }

  private ActorRef<ClientEvent> asked() {
    time.timePasses(Duration.ofMillis(1));
    return desk.expectMessageClass(RegistryCommand.Attach.class).client();
  }

  private static ClientEvent over(RunOutcome.Ending ending, int rounds, String... away) {
    TreeMap<String, Integer> closed = new TreeMap<>();
    if (rounds > 0) {
      closed.put("lamps/1", rounds);
    }
    List<ClientEvent.NodeAddress> nodes =
        Stream.concat(
                Stream.of(new ClientEvent.NodeAddress("here", "127.0.0.1:1")),
                Stream.of(away).map(node -> new ClientEvent.NodeAddress(node, "")))
            .toList();
    return new ClientEvent.RunOver(RUN, new RunOutcome(ending, "", new TreeMap<>(), "", closed), nodes);
  }

  private static ClientEvent over(String... away) {
    return over(RunOutcome.Ending.COMPLETED, 1, away);
  }

  /** The next question is answered; so everything said before has been heard. */
  private void answered(ClientEvent event) {
    time.timePasses(INTERVAL);
    desk.expectMessageClass(RegistryCommand.Attach.class).client().tell(event);
  }

  private List<String> missing() {
    return following.over().join().nodes().stream()
        .filter(node -> node.desk().isEmpty())
        .map(ClientEvent.NodeAddress::node)
        .toList();
  }

  @Test
  void whoComesBackWithinPatienceIsWaitedFor() {
    follow(PATIENCE).tell(over("host-1"));
    answered(over("host-1"));
    answered(over());
    assertThat(missing()).isEmpty();
    assertThat(awaited).containsExactly(List.of("host-1"));
  }

  @Test
  void whenPatienceIsOverTheEndIsToldAsItWasHeardLast() {
    follow(PATIENCE).tell(over("host-1", "host-2"));
    answered(over("host-2"));
    time.timePasses(PATIENCE.minus(INTERVAL).minusMillis(2));
    assertThat(following.over()).isNotDone();
    time.timePasses(Duration.ofMillis(2));
    assertThat(missing()).containsExactly("host-2");
    assertThat(awaited).containsExactly(List.of("host-1", "host-2"));
  }

  @Test
  void aClusterThatFallsSilentAfterTheEndDoesNotProlongThePatience() {
    follow(Duration.ofMinutes(11)).tell(over("host-1"));
    time.timePasses(Duration.ofMinutes(11));
    assertThat(missing()).containsExactly("host-1");
  }

  @Test
  void anotherNodeThatIsAwayIsToldToo() {
    follow(PATIENCE).tell(over("host-1"));
    answered(over("host-1"));
    answered(over("host-2"));
    answered(over());
    following.over().join();
    assertThat(awaited).containsExactly(List.of("host-1"), List.of("host-2"));
  }

  @Test
  void withoutPatienceNobodyIsWaitedFor() {
    follow(Duration.ZERO).tell(over("host-1"));
    assertThat(missing()).containsExactly("host-1");
    assertThat(awaited).isEmpty();
  }

  @Test
  void whoIsGivenUpIsNotWaitedFor() {
    follow(PATIENCE, "host-1").tell(over("host-1"));
    assertThat(missing()).containsExactly("host-1");
    assertThat(awaited).isEmpty();
  }

  @Test
  void aRunThatNeverBeganHasNoLogToWaitFor() {
    follow(PATIENCE).tell(over(RunOutcome.Ending.FAILED, 0, "host-1"));
    assertThat(missing()).containsExactly("host-1");
    assertThat(awaited).isEmpty();
  }

  @Test
  void aListenerThatThrowsEndsTheFollowingWithItsReason() {
    isScreenBroken = true;
    follow(PATIENCE).tell(over("host-1"));
    assertThat(following.over()).failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withMessageContaining("the screen is gone");
  }
}
