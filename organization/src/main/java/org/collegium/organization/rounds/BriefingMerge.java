package org.collegium.organization.rounds;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.Summary;
import org.collegium.modelhost.protocol.Tokens;

/** Makes one briefing out of the summaries of a round. */
final class BriefingMerge {
  private BriefingMerge() {}

  /**
   * All summaries one behind the other. When there is no room for all, none loses a token before the longest ones are
   * cut to the same length, so that the last agent is heard as much as the first.
   *
   * @param summaries in the order of the agents
   * @param tokensMax most tokens of the briefing
   */
  static Briefing of(Collection<Summary> summaries, int tokensMax) {
    List<Tokens> texts = summaries.stream().map(Summary::text).toList();
    int[] kept = new int[texts.size()];
    int room = tokensMax;
    boolean grows = true;
    while (room > 0 && grows) {
      grows = false;
      for (int at = 0; at < kept.length && room > 0; at++) {
        if (kept[at] < texts.get(at).length()) {
          kept[at]++;
          room--;
          grows = true;
        }
      }
    }
    List<Tokens> parts = new ArrayList<>();
    for (int at = 0; at < kept.length; at++) {
      parts.add(texts.get(at).slice(0, kept[at]));
    }
    return new Briefing(Tokens.concat(parts));
  }
}
