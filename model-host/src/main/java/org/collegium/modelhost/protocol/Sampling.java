package org.collegium.modelhost.protocol;

import java.util.List;

/**
 * How a continuation is drawn.
 *
 * @param temperature 0 for greedy, else divides the logits
 * @param topP mass of the nucleus, (0, 1]; 1 keeps every token
 * @param tokensMax most tokens to generate, at least 1
 * @param stopTokens generation ends behind the first of these; the stop token is part of the result
 * @param seed of the row's own random stream
 */
public record Sampling(double temperature, double topP, int tokensMax, List<Integer> stopTokens, long seed) {
  /** Copies the list. */
  public Sampling {
    stopTokens = List.copyOf(stopTokens);
  }
}
