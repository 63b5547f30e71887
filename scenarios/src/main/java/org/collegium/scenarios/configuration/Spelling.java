package org.collegium.scenarios.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant. */
public final class Spelling {
  private static final int EDITS_MAX = 3;

  private Spelling() {}

  /** The candidate that is nearest by edits; whoever is wrong by more than 3 edits or half its length meant another. */
  public static Optional<String> nearest(String written, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> edits(written, candidate) <= Math.min(EDITS_MAX, written.length() / 2))
        .min(Comparator.<String>comparingInt(candidate -> edits(written, candidate)).thenComparing(c -> c));
  }

  /** Insertions, deletions and replacements that turn one word into the other (Levenshtein 1966). */
  static int edits(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
