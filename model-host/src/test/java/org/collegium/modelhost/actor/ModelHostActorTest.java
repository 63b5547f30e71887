package org.collegium.modelhost.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.modelhost.host.HostFigures;
import org.collegium.modelhost.host.PlainHost;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelHostActorTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private final CountDownLatch gate = new CountDownLatch(1);
  private final PlainHost plain = new PlainHost(gate);
  private final TestProbe<HostReply> client = KIT.createTestProbe(HostReply.class);

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private ActorRef<ModelHostActor.Command> spawn(int queueMax) {
    return KIT.spawn(ModelHostActor.create(() -> plain.open(queueMax)), ModelHostActor.props());
  }

  private void ask(ActorRef<ModelHostActor.Command> host, HostRequest request) {
    host.tell(new ModelHostActor.Submit(request, client.getRef()));
  }

  @Test
  void aBurstMeetsInOneBatchOnOneThread() throws InterruptedException {
    ActorRef<ModelHostActor.Command> host = spawn(1_000);
    ask(host, PlainHost.open("open", "a"));
    for (int at = 0; at < 50; at++) {
      ask(host, PlainHost.generate("g" + at, "a", 3));
    }
    host.tell(new ModelHostActor.Stop());
    gate.countDown();
    Set<String> answered = new HashSet<>();
    for (HostReply reply : client.receiveSeveralMessages(51)) {
      assertThat(reply).isNotInstanceOf(Refused.class);
      answered.add(reply.requestId());
    }
    assertThat(answered).hasSize(51);
    List<PlainHost.Quantum> quanta = plain.untilClosed();
    assertThat(quanta.stream().map(PlainHost.Quantum::what))
        .containsExactly("administer", "admit 50", "decode 50", "decode 50", "decode 50", "close");
    assertThat(quanta.stream().map(PlainHost.Quantum::thread).distinct()).hasSize(1);
    assertThat(quanta.getFirst().thread().getName()).contains("collegium.model-host.dispatcher");
  }

  @Test
  void itServesWhatItHasBeforeItStopsAndRefusesWhatComes() throws InterruptedException {
    ActorRef<ModelHostActor.Command> host = spawn(1_000);
    ask(host, PlainHost.open("open", "a"));
    ask(host, PlainHost.generate("g", "a", 3));
    host.tell(new ModelHostActor.Stop());
    ask(host, PlainHost.generate("late", "a", 3));
    gate.countDown();
    assertThat(client.receiveSeveralMessages(3).stream().map(HostReply::requestId))
        .containsExactlyInAnyOrder("open", "late", "g");
    client.expectNoMessage(Duration.ZERO);
    client.expectTerminated(host);
    assertThat(plain.untilClosed().getLast().what()).isEqualTo("close");
  }

  @Test
  void whatDoesNotFitIsRefusedWithAReason() {
    ActorRef<ModelHostActor.Command> host = spawn(2);
    for (int at = 0; at < 5; at++) {
      ask(host, PlainHost.open("o" + at, "a"));
    }
    gate.countDown();
    for (int at = 2; at < 5; at++) {
      Refused refused = client.expectMessageClass(Refused.class);
      assertThat(refused.requestId()).isEqualTo("o" + at);
      assertThat(refused.reason()).isEqualTo(Refused.Reason.QUEUE_FULL);
    }
  }

  @Test
  void anInvalidRequestNamesItsPlaceAndTheHostGoesOn() {
    gate.countDown();
    ActorRef<ModelHostActor.Command> host = spawn(10);
    ask(host, PlainHost.generate("g", "nobody", 3));
    assertThat(client.expectMessageClass(Refused.class).detail()).contains("'nobody' is unknown");
    ask(host, PlainHost.open("o", "a"));
    client.expectMessageClass(HostReply.Opened.class);
    TestProbe<HostFigures> inspector = KIT.createTestProbe(HostFigures.class);
    host.tell(new ModelHostActor.Inspect(inspector.getRef()));
    HostFigures figures = inspector.receiveMessage();
    assertThat(figures.refused()).isEqualTo(1);
    assertThat(figures.pairs()).isEqualTo(1);
  }

  @Test
  void aFailureOutsideOfAnyRequestStopsTheActorAndAnswersWhatWaits() throws InterruptedException {
    ActorRef<ModelHostActor.Command> host = spawn(10);
    ask(host, PlainHost.open("open", "a"));
    ask(host, PlainHost.fatal("fatal", "a"));
    ask(host, PlainHost.open("next", "a"));
    gate.countDown();
    assertThat(client.receiveMessage()).isInstanceOf(HostReply.Opened.class);
    for (String id : List.of("fatal", "next")) {
      assertThat(client.receiveMessage()).isEqualTo(
          new Refused(id, Refused.Reason.PAIR_LOST, "the model host was closed before this was served"));
    }
    client.expectTerminated(host);
    assertThat(plain.untilClosed().getLast().what()).isEqualTo("close");
  }

  @Test
  void aModelThatCannotBeOpenedStopsTheActor() {
    ActorRef<ModelHostActor.Command> host = KIT.spawn(
        ModelHostActor.create(() -> {
          throw new IllegalStateException("no model here");
        }),
        ModelHostActor.props());
    client.expectTerminated(host);
  }
}
