package org.collegium.agents.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a message led to: the next state, and what is to be done about it, in order. */
public record Step(AgentState state, List<Effect> effects) {
  /** Copies the list. */
  public Step {
    effects = List.copyOf(effects);
  }

  static Step to(AgentState state, Effect... effects) {
    return new Step(state, List.of(effects));
  }

  /** This step with what follows from its state. */
  Step then(Function<AgentState, Step> next) {
    Step following = next.apply(state);
    if (effects.isEmpty()) {
      return following;
    }
    List<Effect> both = new ArrayList<>(effects.size() + following.effects.size());
    both.addAll(effects);
    both.addAll(following.effects);
    return new Step(following.state, both);
  }
}
