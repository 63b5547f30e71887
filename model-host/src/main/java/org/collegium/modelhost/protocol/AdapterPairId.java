package org.collegium.modelhost.protocol;

/** Names one agent's adapter pair in the whole run, for example {@code dual/3/agent-1}. */
public record AdapterPairId(String value) implements Comparable<AdapterPairId> {
  @Override
  public int compareTo(AdapterPairId other) {
    return value.compareTo(other.value);
  }
}
