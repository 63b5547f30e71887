package org.collegium.modelhost.inference;

import java.util.Optional;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.protocol.Tokens;

/** One sequence of the running batch. */
final class RunningRow<T> {
  private final Prompt<T> prompt;
  private final TokenSampler sampler;
  private final int[] tokens;
  private final float[] logProbabilities;
  private int drawn;

  RunningRow(Prompt<T> prompt, int vocabulary) {
    this.prompt = prompt;
    this.sampler = new TokenSampler(prompt.sampling(), vocabulary);
    this.tokens = new int[prompt.sampling().tokensMax()];
    this.logProbabilities = new float[prompt.sampling().tokensMax()];
  }

  Prompt<T> prompt() {
    return prompt;
  }

  /** The token that the next step reads. */
  int next() {
    return drawn == 0 ? prompt.tokens().last() : tokens[drawn - 1];
  }

  /** The position of that token. */
  int position() {
    return prompt.tokens().length() - 1 + drawn;
  }

  /** Draws the next token; a value when the row is over. */
  Optional<Continuation<T>> draw(float[] logits, int from) {
    TokenSampler.Draw draw;
    try {
      draw = sampler.draw(logits, from);
    } catch (ArithmeticException e) {
      return Optional.of(new Continuation.Broken<>(prompt.tag(), String.valueOf(e.getMessage())));
    }
    tokens[drawn] = draw.token();
    logProbabilities[drawn] = draw.logProbability();
    drawn++;
    if (prompt.sampling().stopTokens().contains(draw.token())) {
      return Optional.of(finished(StopReason.STOP_TOKEN));
    }
    return drawn == tokens.length ? Optional.of(finished(StopReason.LENGTH)) : Optional.empty();
  }

  private Continuation<T> finished(StopReason reason) {
    Tokens all = Tokens.of(tokens).slice(0, drawn);
    return new Continuation.Finished<>(prompt.tag(), all, Reals.of(logProbabilities).slice(0, drawn), reason);
  }
}
