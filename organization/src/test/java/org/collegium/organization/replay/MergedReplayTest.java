package org.collegium.organization.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.cluster.NodeFolders;
import org.collegium.organization.cluster.OrganizationNode;
import org.collegium.organization.lamps.LampHostActor;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.merging.NodeLogs;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.RewrittenLog;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run of one process, its records split over nodes and merged. */
@Timeout(240)
class MergedReplayTest {
  private static final RunPlan PLAN = LampTown.plan(2, 3, 3);
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
  void aRunSplitByRolesIsReplayedExactlyAsRecorded() throws IOException {
    ReplayResult result = replay(merged("by-role", RECORDS));
    assertThat(result.difference()).isEmpty();
    assertThat(result.isEnded()).isTrue();
    assertThat(result.supposed()).isZero();
    assertThat(result.finalStateHash()).isEqualTo(outcome.orElseThrow().finalStateHash());
    // One more node landmark than in the log of one process, and only those and the Recovered ones have no cause.
    assertThat(result.messages()).isEqualTo(RECORDS.size() + 1);
    assertThat(result.effects()).isEqualTo(RECORDS.size() - 1 - 8 - 2);
  }

  @Test
  void howeverReceiversWereSpreadTheReplayIsTheSame() throws IOException {
    for (long seed = 1; seed <= 12; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      long salt = random.nextLong();
      Path folder = scratch.resolve("spread-" + seed);
      MergedLog.write(
          NodeLogs.split(
              scratch.resolve("nodes-" + seed),
              RECORDS,
              record -> "node-" + Math.floorMod((record.receiver() + " " + salt).hashCode(), 4)),
          folder,
          LogSettings.DEFAULT);
      ReplayResult result = replay(folder);
      assertThat(result.difference()).as("spread by seed %d", seed).isEmpty();
      assertThat(result.finalStateHash()).as("seed %d", seed).isEqualTo(outcome.orElseThrow().finalStateHash());
    }
  }

  @Test
  void aChangedByteOfAnyPayloadIsFound() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    for (int trial = 0; trial < 40; trial++) {
      int place = random.nextInt(RECORDS.size());
      LogRecord record = RECORDS.get(place);
      if (record.receiver().equals(Party.NODE)) {
        continue;
      }
      byte[] payload = record.payload().toByteArray();
      int at = random.nextInt(payload.length);
      payload[at] ^= (byte) (1 << random.nextInt(8));
      List<LogRecord> forged = new ArrayList<>(RECORDS);
      forged.set(place, with(record, ByteString.copyFrom(payload)));
      assertThat(replay(merged("forged-" + trial, forged)).difference())
          .as("seed 11, trial %d: bit of byte %d of %s, %s", trial, at, record.place(), record.manifest())
          .isPresent();
    }
  }

  @Test
  void anAlteredMessageIsNamedWithWhatWasSentInstead() throws IOException {
    int place = RECORDS.size() / 2;
    while (!RECORDS.get(place).manifest().equals("wa")) {
      place++;
    }
    LogRecord record = RECORDS.get(place);
    byte[] payload = record.payload().toByteArray();
    payload[payload.length - 3] ^= 1;
    List<LogRecord> forged = new ArrayList<>(RECORDS);
    forged.set(place, with(record, ByteString.copyFrom(payload)));
    Difference found = replay(merged("forged", forged)).difference().orElseThrow();
    assertThat(found.receiver()).isEqualTo(record.receiver().toString());
    assertThat(found.sequence()).isEqualTo(record.sequence());
    assertThat(found.text()).contains("recorded ", "but the replayed sender sent ", " because of agent lamps/");
  }

  @Test
  void aRecordTakenOutOfTheMiddleOfALifeIsFound() throws IOException {
    int place = RECORDS.size() / 2;
    List<LogRecord> less = new ArrayList<>(RECORDS);
    LogRecord missing = less.remove(place);
    Difference found = replay(merged("less", less)).difference().orElseThrow();
    assertThat(found.receiver()).isEqualTo(missing.receiver().toString());
    assertThat(found.sequence()).isEqualTo(missing.sequence() + 1);
  }

  @Test
  void theRestOfARunThatSaysItCameToItsEndMustBeThere() throws IOException {
    List<LogRecord> cut =
        RECORDS.stream().filter(record -> !(record.manifest().equals("or") && record.round() == 3)).toList();
    assertThat(replay(merged("cut", cut)).difference().orElseThrow().text()).contains("the run told state hash");
  }

  @Test
  void oneAgentIsReplayedFromAMergedLog() throws IOException {
    AgentId agent = new AgentId("lamps/2", "agent-3");
    Path folder = merged("by-role", RECORDS);
    ReplaySession one = new ReplaySession(PLAN, InitialStates.NONE, new ReplayScope.OneAgent(agent));
    ReplaySession all = new ReplaySession(PLAN, InitialStates.NONE, new ReplayScope.WholeRun());
    var extent = LogReader.visit(folder, (record, process) -> {
      one.take(record, process);
      all.take(record, process);
    });
    assertThat(one.end(extent, outcome).difference()).isEmpty();
    assertThat(one.agent(agent)).isEqualTo(all.agent(agent));
    assertThat(one.agent(agent).roundDone()).isEqualTo(3);
    assertThat(all.orchestrator("lamps/2").closedRounds()).isEqualTo(3);
    assertThat(one.committed(agent, 2).orElseThrow().roundDone()).isEqualTo(2);
  }

  @Test
  void roundsAndStatesAreReadFromAMergedLogAsFromTheOriginal() throws IOException {
    Path folder = merged("by-role", RECORDS);
    assertThat(rounds(folder)).isEqualTo(rounds(recorded.resolve("messages")));
    for (int round = 0; round <= 3; round++) {
      StatesAtRound merged = new StatesAtRound(PLAN, InitialStates.NONE, round);
      StatesAtRound original = new StatesAtRound(PLAN, InitialStates.NONE, round);
      LogReader.read(folder, merged::read);
      RECORDS.forEach(original::read);
      assertThat(merged.states()).as("round %d", round).isEqualTo(original.states());
    }
  }

  private static SortedMap<String, List<RoundResult>> rounds(Path folder) {
    RoundHistory history = new RoundHistory(PLAN, InitialStates.NONE);
    LogReader.read(folder, history::read);
    return history.rounds();
  }

  static LogRecord with(LogRecord record, ByteString payload) {
    return new LogRecord(
        record.receiver(),
        record.incarnation(),
        record.sequence(),
        record.sender(),
        record.organization(),
        record.round(),
        record.step(),
        record.manifest(),
        payload);
  }

  private Path merged(String name, List<LogRecord> records) throws IOException {
    MergedLog.write(
        NodeLogs.split(scratch.resolve(name + "-nodes"), records, NodeLogs::byRole),
        scratch.resolve(name),
        LogSettings.DEFAULT);
    return scratch.resolve(name);
  }

  private static ReplayResult replay(Path folder) {
    return Replayer.replay(folder, PLAN, InitialStates.NONE, outcome);
  }
}
