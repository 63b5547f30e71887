package org.collegium.organization.replay;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.collegium.agents.core.AgentState;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.wire.MessageWire;

/**
 * What shows where one organization's part of a log ends.
 *
 * @param requestsOpen requests that the model host owes an answer, with the boundary that recorded them
 */
record LogEnd(
    String organization,
    ReplayScope scope,
    Ledger ledger,
    Map<String, Party> requestsOpen,
    Cores cores,
    Map<Party, Receiver> receivers) {
  /**
   * The first difference that only the end shows.
   *
   * @param expected what the run said of itself; empty when it did not get to say it
   */
  Optional<Found> difference(Optional<RunOutcome> expected) {
    // A run that failed, or was killed, may leave messages under way; any other has delivered all of them.
    boolean isWhole = expected.filter(told -> told.ending() != RunOutcome.Ending.FAILED).isPresent();
    return (isWhole ? undelivered() : Optional.<Found>empty())
        .or(() -> uncaused(isWhole))
        .or(() -> expected.flatMap(this::otherEnding));
  }

  /** What was sent and not received, or asked and not answered; nothing where a run or a process ended in order. */
  Optional<Found> undelivered() {
    return missing().or(this::unanswered);
  }

  private Optional<Found> missing() {
    return ledger.left().stream()
        .filter(sent -> last(sent.receiver()).waiting.isEmpty())
        .findFirst()
        .map(sent ->
            atTheEnd(
                sent.receiver(),
                1,
                "is missing: because of " + sent.cause().place() + " the replayed sender sent "
                    + ReadableDifference.shortened(sent.message())));
  }

  private Optional<Found> unanswered() {
    return requestsOpen.entrySet().stream()
        .findFirst()
        .map(open -> atTheEnd(open.getValue(), 1, "is missing: the answer to " + open.getKey()));
  }

  /** Where a log is cut off, what is held for want of a state may have been followed by it. */
  private Optional<Found> uncaused(boolean isWhole) {
    return receivers.values().stream()
        .filter(receiver -> isWhole || receiver.isStanding())
        .flatMap(receiver -> receiver.waiting.stream().limit(1))
        .min(Comparator.comparingLong(Numbered::position))
        .map(LogEnd::uncaused);
  }

  static Found uncaused(Numbered numbered) {
    Object message = MessageWire.messageOf(numbered.record().manifest(), numbered.record().payload());
    return Found.at(numbered, "no replayed core sent " + ReadableDifference.shortened(message));
  }

  private Optional<Found> otherEnding(RunOutcome expected) {
    String told = expected.stateHashes().get(organization);
    if (told == null || scope instanceof ReplayScope.OneAgent) {
      return Optional.empty();
    }
    return otherEnding(told, expected.rounds().getOrDefault(organization, 0), cores.finish())
        .map(text -> atTheEnd(Party.orchestrator(organization), 0, text));
  }

  /** What is wrong with what a run said of its end; empty when the replayed one came to the same. */
  static Optional<String> otherEnding(String told, int roundsTold, Optional<OrchestratorEffect.Finish> finish) {
    String replayed = finish.map(OrchestratorEffect.Finish::stateHash).orElse("none: it did not end");
    int rounds = finish.map(OrchestratorEffect.Finish::rounds).orElse(0);
    return told.equals(replayed) && roundsTold == rounds
        ? Optional.empty()
        : Optional.of(
            "the run told state hash " + told + " after " + roundsTold + " rounds, but the replayed one is "
                + replayed + " after " + rounds);
  }

  private Found atTheEnd(Party party, int behind, String text) {
    Receiver last = last(party);
    return new Found(
        Found.AT_THE_END,
        organization,
        new Difference(party.toString(), last.incarnation(), last.sequence() + behind, text));
  }

  private Receiver last(Party party) {
    return receivers.getOrDefault(party, new Receiver(party));
  }

  Standing standing() {
    if (scope instanceof ReplayScope.OneAgent one) {
      AgentState agent = cores.agent(Party.of(one.agent()));
      int open = agent.work().map(work -> work.assignment().round()).orElse(0);
      return new Standing(one.agent().value(), agent.roundDone(), open, open == 0);
    }
    OrchestratorState state = cores.orchestrator(Party.orchestrator(organization));
    int open = state.phase() == OrchestratorState.Phase.OPEN ? state.round() : 0;
    return new Standing(organization, state.closedRounds(), open, cores.finish().isPresent());
  }
}
