package org.collegium.modelhost.inference;

import java.util.List;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Tokens;

/**
 * One continuation to draw.
 *
 * @param tag what the caller knows it by; comes back with the {@link Continuation}
 * @param tokens what is given, never empty
 * @param adapters active adapters, the policy first; none for the base alone
 */
public record Prompt<T>(T tag, Tokens tokens, List<Adapter> adapters, Sampling sampling) {
  /** Copies the list. */
  public Prompt {
    adapters = List.copyOf(adapters);
  }
}
