package org.collegium.organization.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.collegium.agents.core.AgentState;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.merging.NodeLog;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.RewrittenLog;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the nodes of a cluster, its merged log is replayed and gives the same hashes. */
@Timeout(300)
class PlayedClusterReplayTest {
  private static final RunPlan PLAN = LampTown.plan(2, 3, 4);
  private static final RunOutcome QUIET = new PlayedCluster(PLAN, 0, 0).play();
  private static final int SEEDS = 12;

  @TempDir
  private Path scratch;

  @Test
  void howeverNodesAreKilledAndCutOffTheHashIsTheSameAndTheMergedLogIsReplayed() throws IOException {
    for (int seed = 1; seed <= SEEDS; seed++) {
      PlayedCluster cluster = new PlayedCluster(PLAN, seed, seed % 4 * 0.003);
      assertThat(cluster.play()).as("outcome by seed %d", seed).isEqualTo(QUIET);
      Path merged = merged("merged-" + seed, cluster.write(scratch.resolve("nodes-" + seed)));
      ReplayResult result = replay(merged, Optional.of(QUIET));
      assertThat(result.difference()).as("seed %d, %s", seed, cluster.troubles()).isEmpty();
      assertThat(result.finalStateHash()).as("seed %d", seed).isEqualTo(QUIET.finalStateHash());
      assertThat(result.isEnded()).as("seed %d", seed).isTrue();
      assertThat(rounds(merged)).as("rounds by seed %d", seed).containsOnlyKeys("lamps/1", "lamps/2")
          .allSatisfy((_, closed) -> assertThat(closed).extracting(RoundResult::round).containsExactly(1, 2, 3, 4));
      assertThat(statesAt(merged, 2).agents().values()).as("states by seed %d", seed)
          .hasSize(6)
          .extracting(AgentState::roundDone)
          .containsOnly(2);
    }
  }

  @Test
  void aRunThatIsStillGoingOnIsReplayedUpToThere() throws IOException {
    for (int seed = 1; seed <= SEEDS; seed++) {
      PlayedCluster cluster = new PlayedCluster(PLAN, seed, 0.01);
      cluster.play(40 * seed);
      ReplayResult result =
          replay(merged("going-on-" + seed, cluster.write(scratch.resolve("nodes-" + seed))), Optional.empty());
      assertThat(result.difference()).as("seed %d, %s", seed, cluster.troubles()).isEmpty();
    }
  }

  @Test
  void aChangedByteIsFoundInWhateverHappened() throws IOException {
    for (int seed = 1; seed <= SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      PlayedCluster cluster = new PlayedCluster(PLAN, seed, 0.002);
      cluster.play();
      List<NodeLog> logs = new ArrayList<>(cluster.write(scratch.resolve("nodes-" + seed)));
      NodeLog forged = logs.removeFirst();
      List<LogRecord> records = new ArrayList<>(RewrittenLog.read(forged.messages()));
      int place = random.nextInt(records.size());
      while (records.get(place).receiver().equals(Party.NODE)) {
        place = random.nextInt(records.size());
      }
      LogRecord record = records.get(place);
      byte[] payload = record.payload().toByteArray();
      payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
      records.set(place, MergedReplayTest.with(record, ByteString.copyFrom(payload)));
      logs.add(new NodeLog(forged.node(), RewrittenLog.write(scratch.resolve("forged-" + seed), records)));
      assertThat(replay(merged("merged-" + seed, logs), Optional.of(QUIET)).difference())
          .as("seed %d: %s, %s", seed, record.place(), record.manifest())
          .isPresent();
    }
  }

  @Test
  void aMergedLogOfManyLivesIsTheSameHoweverItsNodesAreListed() throws IOException {
    PlayedCluster cluster = new PlayedCluster(PLAN, 3, 0.01);
    cluster.play();
    List<NodeLog> logs = cluster.write(scratch.resolve("nodes"));
    List<LogRecord> one = RewrittenLog.read(merged("one", logs));
    assertThat(RewrittenLog.read(merged("other", logs.reversed()))).isEqualTo(one);
    Set<String> places = new HashSet<>();
    assertThat(one).allSatisfy(record -> assertThat(places.add(record.place())).isTrue());
    assertThat(one).extracting(LogRecord::incarnation).anyMatch(incarnation -> incarnation > 2);
  }

  private Path merged(String name, List<NodeLog> logs) {
    MergedLog.write(logs, scratch.resolve(name), LogSettings.DEFAULT);
    return scratch.resolve(name);
  }

  private static ReplayResult replay(Path folder, Optional<RunOutcome> expected) {
    return Replayer.replay(folder, PLAN, InitialStates.NONE, expected);
  }

  private static SortedMap<String, List<RoundResult>> rounds(Path folder) {
    RoundHistory history = new RoundHistory(PLAN, InitialStates.NONE);
    LogReader.read(folder, history::read);
    return history.rounds();
  }

  private static InitialStates statesAt(Path folder, int round) {
    StatesAtRound states = new StatesAtRound(PLAN, InitialStates.NONE, round);
    LogReader.read(folder, states::read);
    return states.states();
  }
}
