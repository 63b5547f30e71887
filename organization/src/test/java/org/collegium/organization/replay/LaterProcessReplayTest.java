package org.collegium.organization.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentMessage.Assigned;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogReader;
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
    LogReader.visit(write(run.log()), (record, process) -> {
      boolean isOwn = record.receiver().equals(Party.of(agent)) || record.sender().equals(Party.of(agent));
      if (isOwn || record.receiver().equals(Party.NODE)) {
        session.take(record, process);
      }
      whole.take(record, process);
    });
    assertThat(session.difference()).isEmpty();
    assertThat(whole.difference()).isEmpty();
    assertThat(session.agent(agent)).isEqualTo(whole.agent(agent)).isNotEqualTo(AgentState.INITIAL);
  }

  @Test
  void aProcessThatEndedAndClosedItsLogHasDeliveredEverythingAndOneThatWasKilledNeedNot() throws IOException {
    PlayedRun run = new PlayedRun(PLAN, InitialStates.NONE, 3).begin().deliver(Long.MAX_VALUE);
    int processEnd = run.log().size();
    run.begin().deliver(Long.MAX_VALUE);
    Optional<RunOutcome> outcome = run.outcome();
    assertThat(replayClosed(run.log(), outcome).difference()).isEmpty();

    int told = processEnd - 1;
    while (!run.log().get(told).manifest().equals("at") || !isLastOfItsReceiver(run.log(), told, processEnd)) {
      told--;
    }
    List<LogRecord> cut = new ArrayList<>(run.log());
    LogRecord lost = cut.remove(told);
    assertThat(replay(cut, outcome).difference()).isEmpty();
    Difference found = replayClosed(cut, outcome).difference().orElseThrow();
    assertThat(found.receiver()).isEqualTo(lost.receiver().toString());
    assertThat(found.sequence()).isEqualTo(lost.sequence());
    assertThat(found.text()).startsWith("is missing: because of ");
  }

  private static boolean isLastOfItsReceiver(List<LogRecord> log, int place, int end) {
    return log.subList(place + 1, end).stream()
        .noneMatch(record -> record.receiver().equals(log.get(place).receiver()));
  }

  @Test
  void aProcessThatClosedItsLogInTheMiddleOfARoundMayHaveLostWhatWasUnderWay() throws IOException {
    for (long seed = 1; seed <= 10; seed++) {
      PlayedRun run =
          new PlayedRun(PLAN, InitialStates.NONE, seed).begin().deliver(20 * seed).begin().deliver(Long.MAX_VALUE);
      assertThat(replayClosed(run.log(), run.outcome()).difference()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void aProcessThatSaysAnotherNumberThanItsSegmentIsADifference() throws IOException {
    PlayedRun run = killedAfterARound();
    int place = run.log().size() - 1;
    while (!run.log().get(place).manifest().equals("lb")) {
      place--;
    }
    List<LogRecord> forged = with(run.log(), place, new Landmark.Began(3));
    assertThat(replay(forged, Optional.empty()).difference().orElseThrow().text())
        .isEqualTo("says that process 3 began, in a segment of process 2");
  }

  @Test
  void whatCameWhileAStateWasStillBeingReadMustHaveBeenSentToo() throws IOException {
    int forged = 0;
    for (long seed = 1; seed <= 3000 && forged < 3; seed++) {
      PlayedRun run = new PlayedRun(PLAN, InitialStates.NONE, seed).begin().deliver(100 + seed % 150);
      run.begin().deliver(4 + seed % 8);
      Optional<Integer> early = assignedBeforeTheStateWasRead(run.log());
      if (early.isPresent()) {
        run.begin().deliver(50);
        assertThat(replay(run.log(), Optional.empty()).difference()).as("seed %d", seed).isEmpty();
        List<LogRecord> log = with(run.log(), early.get(), anotherAssignment(run.log().get(early.get())));
        assertThat(replay(log, Optional.empty()).difference()).as("seed %d", seed).isPresent();
        forged++;
      }
    }
    assertThat(forged).isEqualTo(3);
  }

  private static Optional<Integer> assignedBeforeTheStateWasRead(List<LogRecord> log) {
    for (int place = 0; place < log.size(); place++) {
      Party receiver = log.get(place).receiver();
      if (log.get(place).manifest().equals("aa")
          && log.subList(place, log.size()).stream()
              .noneMatch(each -> each.receiver().equals(receiver) && each.manifest().equals("lr"))
          && log.subList(place, log.size()).stream().noneMatch(each -> each.manifest().equals("lb"))
          && log.get(place).sequence() == 1) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  private static AgentMessage anotherAssignment(LogRecord record) {
    Assigned told = (Assigned) MessageWire.messageOf(record.manifest(), record.payload());
    return new Assigned(
        told.round(), List.of(), told.probes(), told.briefing(), told.neighbours(), told.awaited(), told.heard());
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
    Landmark.Recovered told =
        (Landmark.Recovered) MessageWire.messageOf(log.get(place).manifest(), log.get(place).payload());
    return replay(with(log, place, forgery.apply(told)), Optional.empty()).difference().orElseThrow();
  }

  private static List<LogRecord> with(List<LogRecord> log, int place, Object message) {
    LogRecord record = log.get(place);
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
            MessageWire.bytes(message)));
    return forged;
  }

  private ReplayResult replay(List<LogRecord> log, Optional<RunOutcome> expected) throws IOException {
    return Replayer.replay(write(log), PLAN, InitialStates.NONE, expected);
  }

  private Path write(List<LogRecord> log) throws IOException {
    return RewrittenLog.write(scratch.resolve("log-" + System.nanoTime()), log);
  }

  private ReplayResult replayClosed(List<LogRecord> log, Optional<RunOutcome> expected) throws IOException {
    Path folder = RewrittenLog.writeClosed(scratch.resolve("log-" + System.nanoTime()), log);
    return Replayer.replay(folder, PLAN, InitialStates.NONE, expected);
  }
}
