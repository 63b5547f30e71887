package org.collegium.agents.context;

import java.util.Optional;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Tokens;

/**
 * One action in its episode.
 *
 * @param windowStart first turn that stood in the prompt under which the action was drawn
 * @param imagined line of the prediction before the action; empty when nothing was imagined
 * @param action drawn tokens with the stop token
 * @param logProbabilities one a token
 * @param text the action in words
 * @param seen the world's answer, once it is here
 */
public record Turn(
    int windowStart, Tokens imagined, Tokens action, Reals logProbabilities, String text, Optional<Seen> seen) {
  /** With the world's answer. */
  public Turn answeredBy(Seen answer) {
    return new Turn(windowStart, imagined, action, logProbabilities, text, Optional.of(answer));
  }
}
