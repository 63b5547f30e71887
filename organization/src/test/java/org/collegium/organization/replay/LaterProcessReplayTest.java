package org.collegium.organization.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.RewrittenLog;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.wire.MessageWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaterProcessReplayTest {
  private static final RunPlan PLAN = LampTown.plan(2, 2, 3);

  @TempDir
  private Path scratch;

  @Test
  void aRunInOneProcessPassesWithItsLandmarks() throws IOException {
    PlayedRun run = new PlayedRun(PLAN, InitialStates.NONE, 1).begin().deliver(Long.MAX_VALUE);
    assertThat(run.outcome()).isPresent();
    ReplayResult result = replay(run.log(), run.outcome());
    assertThat(result.difference()).isEmpty();
    assertThat(result.isEnded()).isTrue();
    assertThat(result.messages()).isEqualTo(run.log().size());
    assertThat(result.finalStateHash()).isEqualTo(run.outcome().orElseThrow().finalStateHash());
  }

  @Test
  void whereverAProcessIsKilledTheLogPassesUpToThereAndThroughTheProcessesThatGoOn() throws IOException {
    for (long seed = 1; seed <= 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      PlayedRun run = new PlayedRun(PLAN, InitialStates.NONE, seed);
      for (int process = 1; process <= 4; process++) {
        run.begin().deliver(random.nextInt(400));
        if (random.nextBoolean()) {
          run.dieAtCommit();
        }
        ReplayResult result = replay(run.log(), Optional.empty());
        assertThat(result.difference()).as("seed %d, killed %d times", seed, process).isEmpty();
        assertThat(result.messages()).as("seed %d", seed).isPositive();
      }
    }
  }

  @Test
  void aKilledRunSaysInWhichRoundItsLogEnds() throws IOException {
    PlayedRun run = new PlayedRun(PLAN, InitialStates.NONE, 2).begin().deliver(60);
    ReplayResult result = replay(run.log(), Optional.empty());
    assertThat(result.isEnded()).isFalse();
    assertThat(result.standings())
        .containsExactly(new Standing("lamps/1", 0, 1, false), new Standing("lamps/2", 0, 1, false));
  }

  @Test
  void aRunThatToldHowItEndedMustHaveAllOfItsLog() throws IOException {
    PlayedRun run = new PlayedRun(PLAN, InitialStates.NONE, 3).begin().deliver(Long.MAX_VALUE);
    List<LogRecord> cut = run.log().subList(0, run.log().size() / 2);
    assertThat(replay(cut, run.outcome()).difference().orElseThrow().text()).startsWith("is missing");
    assertThat(replay(cut, Optional.empty()).difference()).isEmpty();
  }

  @Test
  void anAnswerThatTheHostOwesAtTheEndIsMissing() throws IOException {
    PlayedRun run = new PlayedRun(PLAN, InitialStates.NONE, 3).begin().deliver(Long.MAX_VALUE);
    int asked = run.log().size() - 1;
    while (!run.log().get(asked).manifest().startsWith("q")) {
      asked--;
    }
    assertThat(replay(run.log().subList(0, asked + 1), run.outcome()).difference().orElseThrow().text())
        .isEqualTo("is missing: the answer to " + request(run.log().get(asked)));
  }

  private static String request(LogRecord record) {
    return ((HostRequest) MessageWire.messageOf(record.manifest(), record.payload())).requestId();
  }

  @Test
  void anotherStateThanTheCommittedOneIsADifference() throws IOException {
    PlayedRun run = killedAfterARound();
    for (Party.Kind kind : List.of(Party.Kind.AGENT, Party.Kind.ORCHESTRATOR)) {
      int place = lastRecovered(run.log(), kind);
      Difference found = forged(run.log(), place, told -> new Landmark.Recovered(told.round(), "00"));
      assertThat(found.receiver()).isEqualTo(run.log().get(place).receiver().toString());
      assertThat(found.sequence()).isEqualTo(run.log().get(place).sequence());
      assertThat(found.text()).contains("began with state 00 of round ", "but the replayed one committed ");
    }
  }

  @Test
  void aRoundThatWasNotCommittedIsADifference() throws IOException {
    PlayedRun run = killedAfterARound();
    int place = lastRecovered(run.log(), Party.Kind.AGENT);
    assertThat(forged(run.log(), place, told -> new Landmark.Recovered(9, told.stateHash())).text())
        .contains("of round 9, which the replayed one did not commit");
  }

  @Test
  void whatAForkBeganWithIsWhatItsAgentsBeginWith() throws IOException {
    PlayedRun parent = new PlayedRun(PLAN, InitialStates.NONE, 4).begin().deliver(Long.MAX_VALUE);
    StatesAtRound first = new StatesAtRound(PLAN, InitialStates.NONE, 1);
    parent.log().forEach(first::read);
    InitialStates states = first.states();
    assertThat(states.agents().values()).extracting(AgentState::roundDone).containsOnly(1).hasSize(4);
    assertThat(states.orchestrators()).containsOnlyKeys("lamps/1", "lamps/2");

    PlayedRun fork = new PlayedRun(PLAN, states, 5).begin().deliver(200);
    assertThat(Replayer.replay(write(fork.log()), PLAN, states, Optional.empty()).difference()).isEmpty();
    assertThat(Replayer.replay(write(fork.log()), PLAN, InitialStates.NONE, Optional.empty()).difference())
        .as("not the states of the beginning")
        .isPresent();
  }

  @Test
  void oneAgentIsReplayedFromItsOwnRecords() throws IOException {
    PlayedRun run = killedAfterARound();
    AgentId agent = new AgentId("lamps/1", "agent-2");
    ReplaySession session = new ReplaySession(PLAN, InitialStates.NONE, new ReplayScope.OneAgent(agent));
    ReplaySession whole =
        new ReplaySession(PLAN, InitialStates.NONE, new ReplayScope.OneOrganization("lamps/1"));
    for (LogRecord record : run.log()) {
      boolean isOwn = record.receiver().equals(Party.of(agent)) || record.sender().equals(Party.of(agent));
      if (isOwn || record.receiver().equals(Party.NODE)) {
        session.take(record);
      }
      whole.take(record);
    }
    assertThat(session.difference()).isEmpty();
    assertThat(whole.difference()).isEmpty();
    assertThat(session.agent(agent)).isEqualTo(whole.agent(agent)).isNotEqualTo(AgentState.INITIAL);
  }

  private static PlayedRun killedAfterARound() {
    PlayedRun run = new PlayedRun(PLAN, InitialStates.NONE, 6).begin();
    while (run.log().stream().noneMatch(record -> record.manifest().equals("aa") && record.round() == 2)) {
      run.deliver(1);
    }
    return run.begin().deliver(100);
  }

  private static int lastRecovered(List<LogRecord> log, Party.Kind kind) {
    int place = log.size() - 1;
    while (!log.get(place).manifest().equals("lr") || log.get(place).receiver().kind() != kind) {
      place--;
    }
    return place;
  }

  private Difference forged(List<LogRecord> log, int place, UnaryOperator<Landmark.Recovered> forgery)
      throws IOException {
    LogRecord record = log.get(place);
    Landmark.Recovered told =
        (Landmark.Recovered) MessageWire.messageOf(record.manifest(), record.payload());
    List<LogRecord> forged = new ArrayList<>(log);
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
            MessageWire.bytes(forgery.apply(told))));
    return replay(forged, Optional.empty()).difference().orElseThrow();
  }

  private ReplayResult replay(List<LogRecord> log, Optional<RunOutcome> expected) throws IOException {
    return Replayer.replay(write(log), PLAN, InitialStates.NONE, expected);
  }

  private Path write(List<LogRecord> log) throws IOException {
    return RewrittenLog.write(scratch.resolve("log-" + System.nanoTime()), log);
  }
}
