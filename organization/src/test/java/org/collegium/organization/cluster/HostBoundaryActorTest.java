package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.actor.ModelHostActor.Submit;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.wire.MessageWire;
import org.collegium.organization.wire.RecordEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostBoundaryActorTest {
  private static final AdapterPairId PAIR = new AgentId("lamps/1", "agent-1").pair();
  private static final AdapterPairId OTHER = new AgentId("lamps/1", "agent-2").pair();
  private static final AdapterStamp STAMP = new AdapterStamp(3, "aa");
  private static final AdapterStamp MOVED = new AdapterStamp(4, "bb");

  private final ActorTestKit kit = ActorTestKit.create("boundary", NodeSettings.load().pekko());
  private final TestProbe<ModelHostActor.Command> host = kit.createTestProbe(ModelHostActor.Command.class);
  private final TestProbe<HostReply> life = kit.createTestProbe("life", HostReply.class);
  private final TestProbe<HostReply> nextLife = kit.createTestProbe("next-life", HostReply.class);
  private final List<String> failures = new ArrayList<>();

  @TempDir
  private Path messages;

  private MessageLog log;
  private ActorRef<HostBoundaryActor.Command> boundary;

  @BeforeEach
  void start() {
    log = MessageLog.open(messages, NodeSettings.load().log(), new RecordEncoder(LampTown.plan(1, 2, 1)));
    boundary =
        kit.spawn(
            HostBoundaryActor.create(host.getRef(), log, (actor, cause) -> failures.add(actor + ": " + cause)));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    log.close();
    assertThat(failures).isEmpty();
  }

  private void ask(TestProbe<HostReply> asker, HostRequest... requests) {
    for (HostRequest request : requests) {
      boundary.tell(new HostBoundaryActor.Asked(new Submit(request, asker.getRef())));
    }
  }

  private Submit served(HostRequest request) {
    Submit submit = host.expectMessageClass(Submit.class);
    assertThat(submit.request()).isEqualTo(request);
    return submit;
  }

  /** The host gets the request and answers it, and the asker is told. */
  private void answered(TestProbe<HostReply> asker, HostRequest request, HostReply reply) {
    served(request).replyTo().tell(reply);
    asker.expectMessage(reply);
  }

  private static HostRequest open() {
    return new HostRequest.Open("a/open", PAIR, new AdapterShape(4, 4, 1), 7);
  }

  private static HostRequest load(int round) {
    return new HostRequest.Load("a/r" + round + "/load", PAIR, STAMP, STAMP);
  }

  private static HostRequest score(int probe) {
    return new HostRequest.Score("a/r1/probe/" + probe, PAIR, ActiveAdapters.WORLD, Tokens.of(1, 2), 1);
  }

  private static HostRequest derive() {
    return new HostRequest.Derive("a/r1/derive", PAIR, List.of(OTHER), 0.1, 7);
  }

  private static HostRequest save() {
    return new HostRequest.Save("a/r1/save", PAIR);
  }

  private static HostReply opened(HostRequest request, AdapterStamp stamp) {
    return new HostReply.Opened(request.requestId(), stamp, stamp);
  }

  private static HostReply scored(HostRequest request) {
    return new HostReply.Scored(request.requestId(), Reals.of(-1), Reals.of(1), STAMP, STAMP);
  }

  private static HostReply saved() {
    return new HostReply.Saved("a/r1/save", MOVED, MOVED);
  }

  private static HostReply lost(HostRequest request, String detail) {
    return new Refused(request.requestId(), Refused.Reason.PAIR_LOST, detail);
  }

  private static HostReply underWay(HostRequest request) {
    return new Refused(request.requestId(), Refused.Reason.UNDER_WAY, "asked before, and being served");
  }

  private List<String> recorded() {
    kit.shutdownTestKit();
    log.close();
    List<String> recorded = new ArrayList<>();
    LogReader.read(
        messages,
        record -> {
          if (record.receiver().equals(Party.of(PAIR))) {
            recorded.add(
                MessageWire.messageOf(record.manifest(), record.payload()) instanceof HostRequest asked
                    ? "asked " + asked.requestId()
                    : "answered");
          }
        });
    return recorded;
  }

  @Test
  void aPairThatNobodyOpenedHereIsLostAndTheRecordSaysSo() {
    ask(life, save());
    life.expectMessage(lost(save(), "nobody opened the pair here"));
    host.expectNoMessage(Duration.ZERO);
    assertThat(recorded()).containsExactly("asked a/r1/save", "answered");
  }

  @Test
  void aRequestAskedAgainWhileItIsServedIsServedAndRecordedOnceAndItsAskerToldThatItIsUnderWay() {
    ask(life, open(), open(), open());
    life.expectMessage(underWay(open()));
    life.expectMessage(underWay(open()));
    answered(life, open(), opened(open(), STAMP));
    ask(life, score(1), score(1));
    life.expectMessage(underWay(score(1)));
    answered(life, score(1), scored(score(1)));
    ask(life, score(2));
    answered(life, score(2), scored(score(2)));
    life.expectNoMessage(Duration.ZERO);
    assertThat(recorded())
        .containsExactly(
            "asked a/open", "answered", "asked a/r1/probe/1", "answered", "asked a/r1/probe/2", "answered");
  }

  @Test
  void whatMayNotBeDoneTwiceIsAnsweredAgainWithoutTheHost() {
    ask(life, load(1));
    answered(life, load(1), opened(load(1), STAMP));
    ask(life, derive());
    answered(life, derive(), opened(derive(), MOVED));
    ask(life, save());
    answered(life, save(), saved());
    ask(life, load(1), derive(), save());
    life.expectMessage(opened(load(1), STAMP));
    life.expectMessage(opened(derive(), MOVED));
    life.expectMessage(saved());
    host.expectNoMessage(Duration.ZERO);
    assertThat(recorded()).hasSize(6);
  }

  @Test
  void aRefusalIsNoAnswerToGiveAgain() {
    ask(life, load(1));
    answered(life, load(1), opened(load(1), STAMP));
    ask(life, save());
    answered(life, save(), new Refused("a/r1/save", Refused.Reason.QUEUE_FULL, "full"));
    ask(life, save());
    answered(life, save(), saved());
  }

  @Test
  void anAnswerToReadIsDrawnAgainWhenItIsAskedForAgain() {
    ask(life, open());
    answered(life, open(), opened(open(), STAMP));
    ask(life, score(1));
    answered(life, score(1), scored(score(1)));
    ask(life, score(1));
    answered(life, score(1), scored(score(1)));
  }

  @Test
  void aNewLifeTakesThePairAndTheEarlierOneLosesIt() {
    ask(life, load(1));
    answered(life, load(1), opened(load(1), STAMP));
    ask(nextLife, load(1));
    answered(nextLife, load(1), opened(load(1), STAMP));
    ask(life, save());
    life.expectMessage(lost(save(), "another life of its agent opened the pair"));
    ask(nextLife, save());
    answered(nextLife, save(), saved());
  }

  @Test
  void whatAnEarlierLifeLearnedIsLearnedAgainByTheNextOne() {
    ask(life, load(1));
    answered(life, load(1), opened(load(1), STAMP));
    ask(life, derive());
    answered(life, derive(), opened(derive(), MOVED));
    ask(nextLife, load(1));
    answered(nextLife, load(1), opened(load(1), STAMP));
    ask(nextLife, derive());
    answered(nextLife, derive(), opened(derive(), MOVED));
  }

  @Test
  void aNewLifeWaitsUntilEverythingThatWasAskedBeforeIsDoneAndHearsNothingOfIt() {
    ask(life, load(1));
    answered(life, load(1), opened(load(1), STAMP));
    ask(life, score(1), derive());
    Submit reading = served(score(1));
    Submit learning = served(derive());
    ask(nextLife, load(1), load(1));
    reading.replyTo().tell(scored(score(1)));
    nextLife.expectMessage(underWay(load(1)));
    host.expectNoMessage(Duration.ofMillis(100));
    learning.replyTo().tell(opened(derive(), MOVED));
    answered(nextLife, load(1), opened(load(1), STAMP));
    life.expectNoMessage(Duration.ZERO);
    ask(nextLife, derive());
    answered(nextLife, derive(), opened(derive(), MOVED));
    nextLife.expectNoMessage(Duration.ZERO);
    assertThat(recorded())
        .containsExactly(
            "asked a/r1/load", "answered", "asked a/r1/probe/1", "asked a/r1/derive", "answered", "answered",
            "asked a/r1/load", "answered", "asked a/r1/derive", "answered");
  }

  @Test
  void onlyTheNewestOfTheLivesThatWaitIsServed() {
    TestProbe<HostReply> newest = kit.createTestProbe("newest", HostReply.class);
    ask(life, load(1));
    Submit loading = served(load(1));
    ask(nextLife, load(1));
    ask(newest, load(1));
    loading.replyTo().tell(opened(load(1), STAMP));
    answered(newest, load(1), opened(load(1), STAMP));
    host.expectNoMessage(Duration.ZERO);
    life.expectNoMessage(Duration.ZERO);
    nextLife.expectNoMessage(Duration.ZERO);
  }

  @Test
  void anOpeningThatIsRefusedIsServedWhenItIsAskedAgain() {
    ask(life, load(1));
    answered(life, load(1), new Refused("a/r1/load", Refused.Reason.QUEUE_FULL, "full"));
    ask(life, load(1));
    answered(life, load(1), opened(load(1), STAMP));
  }
}
