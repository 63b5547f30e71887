package org.collegium.agents.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Outcome figures of a round by name, in the order of the names. Names used by the agent core: {@code success/LABEL},
 * {@code reward/LABEL}, {@code well-formed/LABEL} (one value an episode; LABEL of the task), {@code entropy/LABEL} and
 * {@code surprise/LABEL} (one value a probe), {@code groups}, {@code flat-groups}, {@code tokens-generated}, {@code
 * tokens-read}, {@code tokens-learned}, {@code policy-steps}, {@code world-steps}, {@code policy-loss}, {@code
 * world-loss}, {@code clip-fraction}, {@code policy-entropy}, {@code lessons}, {@code notes}, {@code context-bytes}
 * (what telling the full contexts of the round would have cost), {@code refusals} (requests asked again).
 *
 * <p>An episode succeeds when its rewards sum up to more than 0. Episodes of replaced groups count like all others;
 * groups are those of at least two rollouts that may be learned from.
 */
public record Figures(SortedMap<String, Tally> tallies) {
  /** The one figure that depends on load: whoever hashes figures leaves it out. */
  public static final String REFUSALS = "refusals";

  /** No figure at all. */
  public static final Figures NONE = new Figures(new TreeMap<>());

  /** Copies the map. */
  public Figures {
    tallies = Collections.unmodifiableSortedMap(new TreeMap<>(tallies));
  }

  /** These figures with one more value. */
  public Figures with(String name, double value) {
    return plus(name, Tally.of(value));
  }

  /** These figures with another tally merged in. */
  public Figures plus(String name, Tally tally) {
    TreeMap<String, Tally> merged = new TreeMap<>(tallies);
    merged.merge(name, tally, Tally::plus);
    return new Figures(merged);
  }

  /** Both together. */
  public Figures plus(Figures other) {
    TreeMap<String, Tally> merged = new TreeMap<>(tallies);
    other.tallies.forEach((name, tally) -> merged.merge(name, tally, Tally::plus));
    return new Figures(merged);
  }

  /** These figures without one name. */
  public Figures without(String name) {
    TreeMap<String, Tally> rest = new TreeMap<>(tallies);
    rest.remove(name);
    return new Figures(rest);
  }

  /** The tally of a name; an empty one when nothing was counted. */
  public Tally tally(String name) {
    return tallies.getOrDefault(name, new Tally(0, 0));
  }
}
