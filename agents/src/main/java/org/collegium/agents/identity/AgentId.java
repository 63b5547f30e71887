package org.collegium.agents.identity;

import java.util.Comparator;
import org.collegium.modelhost.protocol.AdapterPairId;

/**
 * An agent of one organization.
 *
 * @param organization the organization's id, {@code ARM/SEED}, for example {@code dual/3}
 * @param name the agent's name in it, for example {@code agent-1}; without a slash
 */
public record AgentId(String organization, String name) implements Comparable<AgentId> {
  private static final Comparator<AgentId> ORDER =
      Comparator.comparing(AgentId::organization).thenComparing(AgentId::name);

  /** Reads what {@link #value()} wrote. */
  public static AgentId parse(String value) {
    int slash = value.lastIndexOf('/');
    if (slash <= 0 || slash == value.length() - 1) {
      throw new IllegalArgumentException("not an agent id: " + value);
    }
    return new AgentId(value.substring(0, slash), value.substring(slash + 1));
  }

  /** The id as one word, {@code ARM/SEED/NAME}; also the id of its adapter pair. */
  public String value() {
    return organization + "/" + name;
  }

  /** The agent's adapters. */
  public AdapterPairId pair() {
    return new AdapterPairId(value());
  }

  @Override
  public int compareTo(AgentId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return value();
  }
}
