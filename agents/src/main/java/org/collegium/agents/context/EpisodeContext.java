package org.collegium.agents.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.dialect.Exchange;
import org.collegium.modelhost.protocol.Tokens;

/**
 * The context of one episode. It never leaves its agent, but for the model host that learns from it.
 *
 * @param prefix task, briefing, cited notes and opening observation; stays when old turns leave the prompt
 * @param turns actions in order; only the last one may still lack its answer
 */
public record EpisodeContext(Tokens prefix, List<Turn> turns) {
  /** Copies the list. */
  public EpisodeContext {
    turns = List.copyOf(turns);
  }

  /** With one more action. */
  public EpisodeContext with(Turn turn) {
    List<Turn> next = new ArrayList<>(turns.size() + 1);
    next.addAll(turns);
    next.add(turn);
    return new EpisodeContext(prefix, next);
  }

  /** With the answer to the last action. */
  public EpisodeContext answeredBy(Seen seen) {
    List<Turn> next = new ArrayList<>(turns);
    next.set(next.size() - 1, turns.getLast().answeredBy(seen));
    return new EpisodeContext(prefix, next);
  }

  /** The answered actions in words. */
  public List<Exchange> exchanges() {
    List<Exchange> exchanges = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      Optional<Seen> seen = turn.seen();
      if (seen.isPresent()) {
        exchanges.add(new Exchange(turn.text(), seen.get().text()));
      }
    }
    return exchanges;
  }
}
