package org.collegium.scenarios.logview;

import java.util.Optional;
import java.util.Set;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Spelling;

/**
 * Which records are looked at.
 *
 * @param agent what it received, sent, asked of the host and was answered; empty for everybody's
 * @param firstRound from here
 * @param lastRound to here, this one too
 * @param kinds empty for all
 */
public record RecordFilter(Optional<AgentId> agent, int firstRound, int lastRound, Set<MessageKind> kinds) {
  /** Everything. */
  public static final RecordFilter ALL = new RecordFilter(Optional.empty(), 0, Integer.MAX_VALUE, Set.of());

  /** Copies the set. */
  public RecordFilter {
    kinds = Set.copyOf(kinds);
  }

  /** Whether a record is among them. */
  public boolean matches(LogRecord record) {
    return record.round() >= firstRound
        && record.round() <= lastRound
        && (kinds.isEmpty() || kinds.contains(MessageKind.of(record.manifest())))
        && agent.map(each -> concerns(each, record)).orElse(true);
  }

  private static boolean concerns(AgentId agent, LogRecord record) {
    return record.receiver().equals(Party.of(agent))
        || record.sender().equals(Party.of(agent))
        || record.receiver().equals(Party.of(agent.pair()));
  }

  /**
   * These records, of some rounds only.
   *
   * @param written {@code 3}, {@code 3..5}, {@code 3..} or {@code ..5}
   * @throws InvalidInputException when it is none of these
   */
  public RecordFilter ofRounds(String written) {
    int dots = written.indexOf("..");
    String from = dots < 0 ? written : written.substring(0, dots);
    String to = dots < 0 ? written : written.substring(dots + 2);
    if ((from.isEmpty() && to.isEmpty()) || !from.matches("\\d{0,9}") || !to.matches("\\d{0,9}")) {
      throw new InvalidInputException("--round: must be a round or A..B, was " + written);
    }
    return new RecordFilter(
        agent,
        from.isEmpty() ? 0 : Integer.parseInt(from),
        to.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(to),
        kinds);
  }

  /**
   * A kind by its word.
   *
   * @throws InvalidInputException when there is none; names the nearest
   */
  public static MessageKind kind(String word) {
    for (MessageKind kind : MessageKind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new InvalidInputException(
        "--kind: there is no kind " + word
            + Spelling.nearest(word, MessageKind.words()).map(near -> "; did you mean " + near + "?").orElse("")
            + " Kinds: " + String.join(", ", MessageKind.words()));
  }
}
