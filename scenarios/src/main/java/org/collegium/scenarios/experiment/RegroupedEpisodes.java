package org.collegium.scenarios.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.LogRecord;

/**
 * Puts what one agent said and heard back into an order in which it can have happened. In a merged log all that the
 * agent received in a round stands before what its world and its model host received; and a round that several lives of
 * the agent began is told by each of them. Of those the one counts that heard most.
 */
final class RegroupedEpisodes {
  /** What belongs to a round stands within so many rounds of it. */
  private static final int ROUNDS_HELD = 2;

  private final Consumer<Object> ordered;
  private final TreeMap<Integer, Round> rounds = new TreeMap<>();

  /** One round of the agent. */
  private static final class Round {
    private final SequencedMap<String, WorldMessage.Open> opened = new LinkedHashMap<>();
    private final SequencedMap<String, WorldMessage.Leave> left = new LinkedHashMap<>();
    private final Map<String, HostRequest.Generate> asked = new HashMap<>();
    private final TreeMap<Integer, List<Object>> heard = new TreeMap<>();
  }

  /**
   * @param ordered takes the messages in their order
   */
  RegroupedEpisodes(Consumer<Object> ordered) {
    this.ordered = ordered;
  }

  /** Takes a message in the order of the log. */
  void add(LogRecord record, Object message) {
    Round round = rounds.computeIfAbsent(record.round(), _ -> new Round());
    switch (message) {
      case WorldMessage.Open open -> round.opened.putIfAbsent(open.episode(), open);
      case WorldMessage.Leave leave -> round.left.putIfAbsent(leave.episode(), leave);
      case HostRequest.Generate generate -> round.asked.putIfAbsent(generate.requestId(), generate);
      default -> round.heard.computeIfAbsent(record.incarnation(), _ -> new ArrayList<>()).add(message);
    }
    while (rounds.firstKey() < record.round() - ROUNDS_HELD) {
      tell(rounds.pollFirstEntry().getValue());
    }
  }

  /** Hands over what is still held. */
  void end() {
    rounds.values().forEach(this::tell);
    rounds.clear();
  }

  private void tell(Round round) {
    List<Object> heard = List.of();
    for (List<Object> each : round.heard.values()) {
      heard = each.size() >= heard.size() ? each : heard;
    }
    round.opened.values().forEach(ordered);
    for (Object message : heard) {
      if (message instanceof AgentMessage.HostAnswered answered) {
        HostRequest.Generate asked = round.asked.remove(answered.reply().requestId());
        if (asked != null) {
          ordered.accept(asked);
        }
      }
      ordered.accept(message);
    }
    round.left.values().forEach(ordered);
  }
}
