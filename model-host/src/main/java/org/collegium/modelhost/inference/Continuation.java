package org.collegium.modelhost.inference;

import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.protocol.Tokens;

/** How a row of the running batch ended. */
public sealed interface Continuation<T> {
  /** The tag of its {@link Prompt}. */
  T tag();

  /**
   * A finished continuation.
   *
   * @param tokens what was drawn, with the stop token when there is one
   * @param logProbabilities of each token under the untempered distribution, nats
   */
  record Finished<T>(T tag, Tokens tokens, Reals logProbabilities, StopReason reason) implements Continuation<T> {}

  /** The model gave no distribution to draw from: its numbers are not finite. */
  record Broken<T>(T tag, String problem) implements Continuation<T> {}
}
