package org.collegium.scenarios.replaying;

import java.util.Optional;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.messagelog.Party;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.logview.NumberedRecord;

/** A walk to a point of the log, or to its end. */
public final class Journey implements ReplayWalk.Watcher {
  private final Optional<AgentId> agent;
  private final Optional<StopPoint> until;
  private Optional<NumberedRecord> last = Optional.empty();

  /**
   * Where to go.
   *
   * @param agent whose messages are counted; empty for everybody's
   * @param until empty for the end of the log
   */
  public Journey(Optional<AgentId> agent, Optional<StopPoint> until) {
    this.agent = agent;
    this.until = until;
  }

  @Override
  public boolean stopsBefore(NumberedRecord next) {
    return until.filter(point -> counts(next) && point.isBefore(next.record().round())).isPresent();
  }

  @Override
  public boolean stopsBehind(NumberedRecord given) {
    if (!counts(given)) {
      return false;
    }
    last = Optional.of(given);
    return until.filter(point -> isReached(point, given)).isPresent();
  }

  /** The last message that counts and was given. */
  public Optional<NumberedRecord> last() {
    return last;
  }

  /**
   * Complains when the log has no such point.
   *
   * @param isAtTheEnd whether the walk came to the end of the log
   * @throws InvalidInputException when there is none
   */
  public void requireReached(boolean isAtTheEnd) {
    if (until.isEmpty() || last.filter(given -> number(given) == until.get().sequence()).isPresent()) {
      return;
    }
    boolean isWholeRound = until.get().sequence() == StopPoint.WHOLE_ROUND;
    boolean isInTheRound = last.filter(given -> given.record().round() == until.get().round()).isPresent();
    if (isAtTheEnd && !(isWholeRound && isInTheRound)) {
      throw new InvalidInputException("--until: the log ends before " + until.get());
    }
    if (!isWholeRound) {
      throw new InvalidInputException(
          "--until: there is no " + until.get()
              + last.map(given -> "; the nearest is " + given.line().strip()).orElse(""));
    }
  }

  private boolean isReached(StopPoint point, NumberedRecord given) {
    return point.isAt(given.record().round(), number(given));
  }

  private long number(NumberedRecord given) {
    return agent.isPresent() ? given.record().sequence() : given.position();
  }

  private boolean counts(NumberedRecord numbered) {
    return agent.map(each -> numbered.record().receiver().equals(Party.of(each))).orElse(true);
  }
}
