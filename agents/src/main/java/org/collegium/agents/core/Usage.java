package org.collegium.agents.core;

/**
 * What a round asked of the model host.
 *
 * @param tokensRead tokens of prompts and probes, without learning
 * @param tokensGenerated tokens drawn
 * @param refusals requests that were refused for want of room, or of the adapter store, and asked again
 */
public record Usage(long tokensRead, long tokensGenerated, long refusals) {
  static final Usage NONE = new Usage(0, 0, 0);

  Usage reading(long tokens) {
    return new Usage(tokensRead + tokens, tokensGenerated, refusals);
  }

  Usage generating(long tokens) {
    return new Usage(tokensRead, tokensGenerated + tokens, refusals);
  }

  Usage refused() {
    return new Usage(tokensRead, tokensGenerated, refusals + 1);
  }
}
