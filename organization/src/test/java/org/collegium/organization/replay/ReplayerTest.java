package org.collegium.organization.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentMessage.HostAnswered;
import org.collegium.agents.core.AgentMessage.Observed;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.organization.cluster.NodeFolders;
import org.collegium.organization.cluster.OrganizationNode;
import org.collegium.organization.lamps.LampHostActor;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.RewrittenLog;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.wire.MessageWire;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReplayerTest {
  private static final RunPlan PLAN = LampTown.plan(1, 2, 2);
  private static final List<LogRecord> RECORDS = new ArrayList<>();

  @TempDir
  private static Path recorded;

  @TempDir
  private Path scratch;

  private static Optional<RunOutcome> outcome = Optional.empty();

  @BeforeAll
  static void recordARun() throws Exception {
    NodeFolders folders = new NodeFolders(recorded.resolve("messages"), recorded.resolve("state"));
    try (OrganizationNode node =
            OrganizationNode.start(PLAN, InitialStates.NONE, LampHostActor.create(5), folders, result -> {})) {
      outcome = Optional.of(node.outcome().toCompletableFuture().get(90, TimeUnit.SECONDS));
    }
    RECORDS.addAll(RewrittenLog.read(folders.messages()));
  }

  @Test
  void aFaithfulLogPassesAndEveryEffectIsFound() {
    ReplayResult result = Replayer.replay(recorded.resolve("messages"), PLAN, outcome.orElseThrow());
    assertThat(result.difference()).isEmpty();
    assertThat(result.messages()).isEqualTo(RECORDS.size());
    // Only the beginnings of the process, of the run, of two agents and of their orchestrator have no cause in the log.
    assertThat(result.effects()).isEqualTo(RECORDS.size() - 5);
    assertThat(result.stateHashes()).isEqualTo(outcome.orElseThrow().stateHashes());
    assertThat(result.finalStateHash()).isEqualTo(outcome.orElseThrow().finalStateHash());
  }

  @Test
  void anAlteredRewardIsFoundAtItsReceiver() throws Exception {
    int place = lastOf(Observed.class);
    Difference found = forged(place, message -> {
      Observed seen = (Observed) message;
      return new Observed(seen.episode(), seen.step(), seen.observation(), seen.reward() + 0.5, seen.over());
    });
    assertThat(found.receiver()).isEqualTo(RECORDS.get(place).receiver().toString()).startsWith("agent lamps/1/");
    assertThat(found.sequence()).isEqualTo(RECORDS.get(place).sequence());
    assertThat(found.text()).contains("reward=", "but the replayed sender sent");
  }

  @Test
  void anAlteredTokenOfAReplyIsFoundAtItsReceiver() throws Exception {
    int place = lastGenerated();
    Difference found = forged(place, message -> {
      HostReply.Generated reply = (HostReply.Generated) ((HostAnswered) message).reply();
      Tokens other = Tokens.of(reply.tokens().at(0), (reply.tokens().at(1) + 1) % 20, reply.tokens().at(2));
      return new HostAnswered(
          new HostReply.Generated(
              reply.requestId(), other, reply.logProbabilities(), reply.reason(), reply.policy(), reply.world()));
    });
    assertThat(found.receiver()).isEqualTo(RECORDS.get(place).receiver().toString());
    assertThat(found.sequence()).isEqualTo(RECORDS.get(place).sequence());
  }

  @Test
  void aMissingRecordIsFoundBehindTheLastOneOfItsReceiver() throws Exception {
    int place = RECORDS.size() / 2;
    List<LogRecord> less = new ArrayList<>(RECORDS);
    LogRecord missing = less.remove(place);
    Difference found = replay(less).orElseThrow();
    assertThat(found.receiver()).isEqualTo(missing.receiver().toString());
    assertThat(found.sequence()).isEqualTo(missing.sequence() + 1);
    assertThat(found.text()).contains("expected message " + missing.sequence(), "missing");
  }

  @Test
  void anyRecordTakenOutIsFoundEvenWhenTheOthersAreNumberedAnew() throws Exception {
    long seed = 3;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 40; round++) {
      int place = random.nextInt(RECORDS.size());
      List<LogRecord> less = new ArrayList<>(RECORDS);
      LogRecord missing = less.remove(place);
      assertThat(replay(RewrittenLog.renumbered(less)))
          .as("seed %d, record %d taken out: %s", seed, place, missing.place())
          .isPresent();
    }
  }

  @Test
  void anyRecordDoubledIsFoundEvenWhenTheOthersAreNumberedAnew() throws Exception {
    long seed = 4;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 40; round++) {
      int place = 1 + random.nextInt(RECORDS.size() - 1);
      List<LogRecord> more = new ArrayList<>(RECORDS);
      more.add(place, RECORDS.get(place));
      assertThat(replay(RewrittenLog.renumbered(more)))
          .as("seed %d, record %d doubled: %s", seed, place, RECORDS.get(place).place())
          .isPresent();
    }
  }

  @Test
  void aLogThatStopsEarlyNamesTheFirstMessageThatIsMissing() throws Exception {
    Difference found = replay(RECORDS.subList(0, RECORDS.size() / 2)).orElseThrow();
    // What comes first depends on where the half of this run ends: a message under way, or an answer of the host.
    assertThat(found.text()).startsWith("is missing: ");
  }

  @Test
  void aCauseMayStandLaterInTheLogAsLongAsEachReceiverKeepsItsOrder() throws Exception {
    List<LogRecord> byReceiver = new ArrayList<>(RECORDS);
    byReceiver.sort((one, other) -> one.receiver().compareTo(other.receiver()));
    assertThat(replay(byReceiver)).isEmpty();
  }

  @Test
  void anotherHashThanTheRunToldIsADifference() {
    RunOutcome told = outcome.orElseThrow();
    TreeMap<String, String> hashes = new TreeMap<>(told.stateHashes());
    hashes.put("lamps/1", "0000");
    RunOutcome other = new RunOutcome(told.ending(), "", hashes, told.finalStateHash(), told.rounds());
    assertThat(Replayer.replay(recorded.resolve("messages"), PLAN, other).difference().orElseThrow().text())
        .contains("state hash 0000");
  }

  @Test
  void anotherPlanThanTheRunHadIsADifference() {
    RunPlan longer = LampTown.plan(1, 3, 2);
    assertThat(Replayer.replay(recorded.resolve("messages"), longer, outcome.orElseThrow()).difference()).isPresent();
  }

  private Difference forged(int place, UnaryOperator<AgentMessage> forgery) throws IOException {
    LogRecord record = RECORDS.get(place);
    AgentMessage message = (AgentMessage) MessageWire.messageOf(record.manifest(), record.payload());
    List<LogRecord> forged = new ArrayList<>(RECORDS);
    forged.set(
        place,
        new LogRecord(
            record.receiver(),
            record.incarnation(),
            record.sequence(),
            record.sender(),
            record.organization(),
            record.round(),
            record.step(),
            record.manifest(),
            MessageWire.bytes(forgery.apply(message))));
    return replay(forged).orElseThrow();
  }

  private Optional<Difference> replay(List<LogRecord> records) throws IOException {
    Path folder = RewrittenLog.write(scratch.resolve("forged-" + System.nanoTime()), records);
    return Replayer.replay(folder, PLAN, outcome.orElseThrow()).difference();
  }

  private static int lastOf(Class<?> kind) {
    int place = RECORDS.size() - 1;
    while (!kind.isInstance(messageAt(place))) {
      place--;
    }
    return place;
  }

  private static int lastGenerated() {
    int place = RECORDS.size() - 1;
    while (!(messageAt(place) instanceof HostAnswered answered && answered.reply() instanceof HostReply.Generated)) {
      place--;
    }
    return place;
  }

  private static Object messageAt(int place) {
    LogRecord record = RECORDS.get(place);
    return record.receiver().kind() == Party.Kind.AGENT
        ? MessageWire.messageOf(record.manifest(), record.payload())
        : record;
  }
}
