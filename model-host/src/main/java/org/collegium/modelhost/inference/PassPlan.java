package org.collegium.modelhost.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.collegium.modelhost.model.Decoder;

/**
 * Sequences that are read in one pass, padded to one length.
 *
 * @param time padded length
 */
record PassPlan<S>(int time, List<S> sequences) {
  /** A pass costs about as much as so many tokens before it has read any. */
  private static final int TOKENS_OF_A_PASS = 512;

  /**
   * Divides sequences into passes: alike lengths together, as long as a pass of their own would cost more than the
   * padding.
   *
   * @param length of a sequence, at least 1
   * @param tokensMax most padded tokens of a pass that has more than one sequence
   */
  static <S> List<PassPlan<S>> divide(List<S> sequences, ToIntFunction<S> length, int tokensMax) {
    List<S> sorted = new ArrayList<>(sequences);
    sorted.sort(Comparator.comparingInt(length).reversed());
    List<PassPlan<S>> passes = new ArrayList<>();
    List<S> open = new ArrayList<>();
    int time = 0;
    int wasted = 0;
    for (S sequence : sorted) {
      int own = Decoder.padded(length.applyAsInt(sequence));
      boolean full = (open.size() + 1L) * time > tokensMax;
      if (!open.isEmpty() && (full || wasted + time - own > TOKENS_OF_A_PASS)) {
        passes.add(new PassPlan<>(time, List.copyOf(open)));
        open.clear();
        wasted = 0;
      }
      if (open.isEmpty()) {
        time = own;
      }
      wasted += time - own;
      open.add(sequence);
    }
    if (!open.isEmpty()) {
      passes.add(new PassPlan<>(time, List.copyOf(open)));
    }
    return passes;
  }
}
