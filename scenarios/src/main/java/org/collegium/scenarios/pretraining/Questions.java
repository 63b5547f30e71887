package org.collegium.scenarios.pretraining;

import java.util.ArrayList;
import java.util.List;
import org.collegium.agents.identity.Seeds;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.tokenizer.Tokenizer;

/** Asks a base without adapters in words; numbers its requests, so the same questions get the same answers. */
final class Questions {
  // A model host refuses what its queue can't hold; this is below every sensible bound of one.
  private static final int AT_ONCE_MAX = 64;
  private static final int TOKENS_MAX = 16;
  private static final AdapterPairId PAIR = new AdapterPairId("checks/0/base");

  private final BaseModel base;
  private final Tokenizer tokenizer;
  private final List<Integer> stopTokens;
  private final long seed;
  private int asked;

  Questions(BaseModel base, Tokenizer tokenizer, String stopWord, long seed) {
    this.base = base;
    this.tokenizer = tokenizer;
    this.stopTokens = List.of(tokenizer.encode(stopWord).last());
    this.seed = seed;
    one(HostReply.Opened.class, new HostRequest.Open("checks/open", PAIR, new AdapterShape(1, 1, 1), seed));
  }

  /** A continuation of each prompt up to the stop word, drawn at temperature 1. */
  List<String> drawn(List<String> prompts) {
    return generated(prompts, 1);
  }

  /** The likeliest continuation of each prompt up to the stop word. */
  List<String> likeliest(List<String> prompts) {
    return generated(prompts, 0);
  }

  /** Entropy in nats of the word behind each prompt. */
  List<Double> entropies(List<String> prompts) {
    List<HostRequest> requests = new ArrayList<>();
    for (String prompt : prompts) {
      Tokens tokens = tokenizer.encode(prompt);
      // The score of a place is that of the token in it; which one stands there does not change its entropy.
      Tokens scored = tokens.concat(Tokens.of(stopTokens.getFirst()));
      requests.add(new HostRequest.Score(nextId(), PAIR, ActiveAdapters.NONE, scored, tokens.length()));
    }
    return all(HostReply.Scored.class, requests).stream().map(reply -> (double) reply.entropies().at(0)).toList();
  }

  private List<String> generated(List<String> prompts, double temperature) {
    List<HostRequest> requests = new ArrayList<>();
    for (String prompt : prompts) {
      String id = nextId();
      Sampling sampling = new Sampling(temperature, 1, TOKENS_MAX, stopTokens, Seeds.derive(seed, id));
      requests.add(new HostRequest.Generate(id, PAIR, ActiveAdapters.NONE, tokenizer.encode(prompt), sampling));
    }
    return all(HostReply.Generated.class, requests).stream()
        .map(reply -> tokenizer.decode(reply.tokens()))
        .toList();
  }

  private String nextId() {
    asked++;
    return "checks/" + asked;
  }

  private <R extends HostReply> List<R> all(Class<R> kind, List<HostRequest> requests) {
    List<R> replies = new ArrayList<>();
    for (int from = 0; from < requests.size(); from += AT_ONCE_MAX) {
      for (HostReply reply : base.answer(requests.subList(from, Math.min(requests.size(), from + AT_ONCE_MAX)))) {
        if (!kind.isInstance(reply)) {
          throw new IllegalStateException("the model host answered " + reply);
        }
        replies.add(kind.cast(reply));
      }
    }
    return replies;
  }

  private <R extends HostReply> R one(Class<R> kind, HostRequest request) {
    return all(kind, List.of(request)).getFirst();
  }
}
