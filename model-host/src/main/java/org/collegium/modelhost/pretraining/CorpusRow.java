package org.collegium.modelhost.pretraining;

import java.util.Arrays;
import org.collegium.modelhost.protocol.Tokens;

/** One row of text with a mark on each token that the loss counts. The first token is never counted. */
public final class CorpusRow {
  private final Tokens tokens;
  private final boolean[] counted;

  private CorpusRow(Tokens tokens, boolean[] counted) {
    this.tokens = tokens;
    this.counted = counted;
  }

  /** A row whose every token but the first is counted. */
  public static CorpusRow of(Tokens tokens) {
    boolean[] counted = new boolean[tokens.length()];
    Arrays.fill(counted, true);
    return of(tokens, counted);
  }

  /**
   * A row with marks.
   *
   * @param counted one mark a token: whether the loss counts the prediction of this token from those before it
   * @throws IllegalArgumentException if there are fewer than 2 tokens or the lengths differ
   */
  public static CorpusRow of(Tokens tokens, boolean... counted) {
    if (tokens.length() < 2 || tokens.length() != counted.length) {
      throw new IllegalArgumentException(
          "a corpus row of " + tokens.length() + " tokens has " + counted.length + " marks; both must be 2 or more");
    }
    boolean[] marks = counted.clone();
    marks[0] = false;
    return new CorpusRow(tokens, marks);
  }

  /** The token ids. */
  public Tokens tokens() {
    return tokens;
  }

  /** Whether the loss counts the token at a place, {@code 0 <= place < tokens().length()}. */
  public boolean counts(int place) {
    return counted[place];
  }

  /** How many tokens the loss counts. */
  public int countedTokens() {
    int count = 0;
    for (boolean mark : counted) {
      count += mark ? 1 : 0;
    }
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CorpusRow row && tokens.equals(row.tokens) && Arrays.equals(counted, row.counted);
  }

  @Override
  public int hashCode() {
    return 31 * tokens.hashCode() + Arrays.hashCode(counted);
  }

  @Override
  public String toString() {
    return "CorpusRow" + tokens;
  }
}
