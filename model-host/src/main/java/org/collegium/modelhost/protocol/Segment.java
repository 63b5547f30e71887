package org.collegium.modelhost.protocol;

/**
 * A stretch of a trajectory that one party wrote.
 *
 * @param kind who wrote it, so which loss may learn from it
 * @param tokens its ids; the first one belongs to this segment although the last one of the segment before predicts it
 * @param logProbabilities of each token when it was sampled, for an {@link Kind#ACTION}; else empty
 */
public record Segment(Kind kind, Tokens tokens, Reals logProbabilities) {
  /** Who wrote a segment. */
  public enum Kind {
    /** Given text; no loss. */
    CONTEXT,
    /** The agent's own tokens; the policy loss, and no other, counts them. */
    ACTION,
    /** The answer of the world; the world loss, and no other, counts them. */
    OBSERVATION
  }

  /** Checks that an action carries one log-probability a token (or none at all, when it is not to be learned from). */
  public Segment {
    if (logProbabilities.length() != 0 && logProbabilities.length() != tokens.length()) {
      throw new IllegalArgumentException(
          "a segment of " + tokens.length() + " tokens has " + logProbabilities.length() + " log-probabilities");
    }
  }

  /** Given text. */
  public static Segment context(Tokens tokens) {
    return new Segment(Kind.CONTEXT, tokens, Reals.empty());
  }

  /** Text that the world answered. */
  public static Segment observation(Tokens tokens) {
    return new Segment(Kind.OBSERVATION, tokens, Reals.empty());
  }

  /** Text that the agent sampled. */
  public static Segment action(Tokens tokens, Reals logProbabilities) {
    return new Segment(Kind.ACTION, tokens, logProbabilities);
  }
}
