package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.core.AgentState;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.replay.MergedLife.Held;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.wire.MessageWire;

/** What shows where one organization's part of a merged log ends. */
record MergedEnd(
    String organization,
    ReplayScope scope,
    SentMessages sent,
    CommittedStates committed,
    MergedLives lives,
    List<Held> owing) {
  private static final Comparator<Found> BY_POSITION = Comparator.comparingLong(Found::position);

  /**
   * The first difference that only the end shows. What was sent need not have been received; what was received must
   * have been sent. Of a run that did not come to its end, what belongs to the open round may have died with a node.
   *
   * @param expected what the run said of itself; empty when it did not get to say it
   */
  Optional<Found> difference(Optional<RunOutcome> expected) {
    boolean isWhole = expected.filter(told -> told.ending() != RunOutcome.Ending.FAILED).isPresent();
    int lastRound = isWhole ? Integer.MAX_VALUE : standing().closedRounds();
    List<Numbered> left = left();
    return left.stream()
        .flatMap(each -> other(each).stream())
        .min(BY_POSITION)
        .or(() -> left.stream()
            .filter(each -> each.record().round() <= lastRound)
            .filter(each -> !isWaiting(each.record().sender()))
            .map(LogEnd::uncaused)
            .min(BY_POSITION))
        .or(() -> notBegun(lastRound))
        .or(() -> left.stream()
            .filter(each -> each.record().round() <= lastRound)
            .map(LogEnd::uncaused)
            .min(BY_POSITION))
        .or(() -> expected.flatMap(this::otherEnding));
  }

  /**
   * What was received and not sent: what nothing could be done with, what nothing was done with, and what a life was
   * told that never came to know its state.
   */
  private List<Numbered> left() {
    List<Held> left = new ArrayList<>(owing);
    for (MergedLife life : lives.all()) {
      if (life.isStanding()) {
        left.addAll(life.heads());
      } else if (life.landmark().isEmpty()) {
        left.addAll(life.held());
      }
    }
    return left.stream().filter(each -> !isCaused(each)).map(Held::numbered).toList();
  }

  private boolean isCaused(Held held) {
    return sent.has(held) || held.record().sender().equals(Party.NODE) || scope.isCauseBeyond(held.record());
  }

  private boolean isWaiting(Party party) {
    return lives.of(party).stream()
        .anyMatch(life -> life.isWaiting() || (!life.isStanding() && life.landmark().isPresent()));
  }

  /** What the sender sent instead, and nobody received. */
  private Optional<Found> other(Numbered numbered) {
    LogRecord record = numbered.record();
    return sent.insteadOf(record)
        .map(instead ->
            Found.at(
                numbered,
                ReadableDifference.of(
                        MessageWire.messageOf(record.manifest(), record.payload()), instead.message())
                    + " because of " + instead.cause().place()));
  }

  private Optional<Found> notBegun(int lastRound) {
    List<Found> found = new ArrayList<>();
    for (MergedLife life : lives.all()) {
      life.landmark()
          .filter(_ -> !life.isStanding())
          .filter(numbered -> numbered.record().round() <= lastRound)
          .ifPresent(numbered ->
              found.add(Found.at(numbered, committed.mismatch(life.party(), life.recovered().orElseThrow()))));
    }
    return found.stream().min(BY_POSITION);
  }

  private Optional<Found> otherEnding(RunOutcome expected) {
    String told = expected.stateHashes().get(organization);
    if (told == null || scope instanceof ReplayScope.OneAgent) {
      return Optional.empty();
    }
    int roundsTold = expected.rounds().getOrDefault(organization, 0);
    return LogEnd.otherEnding(told, roundsTold, finish())
        .map(text -> {
          Party party = Party.orchestrator(organization);
          List<MergedLife> own = lives.of(party);
          int incarnation = Math.max(1, own.size());
          long sequence = own.isEmpty() ? 0 : own.getLast().sequence();
          return new Found(
              Found.AT_THE_END, organization, new Difference(party.toString(), incarnation, sequence, text));
        });
  }

  /** How the organization ended: what its last life says that came to an end, unless a later one went on. */
  Optional<Finish> finish() {
    Party party = Party.orchestrator(organization);
    Optional<Finish> finish = Optional.empty();
    for (MergedLife life : lives.of(party)) {
      Optional<Finish> own = life.cores().finish();
      boolean goesOn = life.cores().orchestrator(party).closedRounds() > finish.map(Finish::rounds).orElse(0);
      finish = own.isPresent() || goesOn ? own : finish;
    }
    return finish;
  }

  Standing standing() {
    if (scope instanceof ReplayScope.OneAgent one) {
      Party party = Party.of(one.agent());
      AgentState agent =
          lives.standing(party).map(life -> life.cores().agent(party)).orElse(committed.initialAgent(party));
      int open = agent.work().map(work -> work.assignment().round()).orElse(0);
      return new Standing(one.agent().value(), agent.roundDone(), open, open == 0);
    }
    Party party = Party.orchestrator(organization);
    OrchestratorState state =
        lives.standing(party)
            .map(life -> life.cores().orchestrator(party))
            .orElse(committed.initialOrchestrator(party));
    int open = state.phase() == OrchestratorState.Phase.OPEN ? state.round() : 0;
    return new Standing(organization, state.closedRounds(), open, finish().isPresent());
  }
}
