package org.collegium.scenarios.replaying;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.collegium.scenarios.configuration.InvalidInputException;

/**
 * Where a replay stops: behind a message of a round, or behind the last one of a round.
 *
 * @param round from 0; 0 holds what belongs to no round
 * @param sequence number of the message: its receiver's own when one agent is watched, else that in the log; {@link
 *     #WHOLE_ROUND} for the round's last
 */
public record StopPoint(int round, long sequence) {
  /** Behind the last message of the round. */
  public static final long WHOLE_ROUND = Long.MAX_VALUE;

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?::(\\d{1,18}))?");

  /**
   * Reads {@code ROUND:SEQ} or {@code ROUND}.
   *
   * @throws InvalidInputException when it is neither
   */
  public static StopPoint parse(String written) {
    Matcher form = FORM.matcher(written);
    if (!form.matches()) {
      throw new InvalidInputException("--until: must be ROUND:SEQ or ROUND, was " + written);
    }
    String sequence = form.group(2);
    return new StopPoint(
        Integer.parseInt(form.group(1)), sequence == null ? WHOLE_ROUND : Long.parseLong(sequence));
  }

  /** Whether a message is beyond this point, so that it is not given any more. */
  boolean isBefore(int messageRound) {
    return messageRound > round;
  }

  /** Whether a message is the last that is given. */
  boolean isAt(int messageRound, long messageSequence) {
    return messageRound == round && messageSequence >= sequence;
  }

  @Override
  public String toString() {
    return sequence == WHOLE_ROUND ? "the end of round " + round : "message " + sequence + " of round " + round;
  }
}
