package org.collegium.scenarios.frontdesk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.collegium.agents.identity.Seeds;
import org.collegium.modelhost.pretraining.Corpus;
import org.collegium.modelhost.pretraining.CorpusRow;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;

/**
 * The pretraining corpus of the embedded base, generated: every row is a function of the seed and its number. A row
 * holds as many whole texts as fit; a text never goes on in another row.
 */
public final class FrontDeskCorpus implements Corpus {
  /** Fewest tokens of a row: the longest text must fit. */
  public static final int ROW_TOKENS_MIN = CorpusText.WORDS_MAX;

  private static final int VALIDATION_BATCHES = 6;

  private final long seed;
  private final CorpusMixture mixture;
  private final Tokenizer tokenizer = HuggingFaceTokenizers.ofJson(Vocabulary.tokenizerJson(), "vocabulary");

  /** A corpus with its seed and what it is mixed of. */
  public FrontDeskCorpus(long seed, CorpusMixture mixture) {
    this.seed = seed;
    this.mixture = mixture;
  }

  /** A packed row and the code length of its counted tokens under the true distribution. */
  private record Packed(CorpusRow row, double nats) {}

  @Override
  public int vocabularySize() {
    return Vocabulary.words().size();
  }

  @Override
  public int paddingToken() {
    return Vocabulary.words().indexOf(Vocabulary.PADDING);
  }

  @Override
  public List<CorpusRow> training(int step, int rows, int tokensMax) {
    return IntStream.range(0, rows)
        .mapToObj(row -> row("training", (long) step * rows + row, tokensMax).row())
        .toList();
  }

  @Override
  public List<List<CorpusRow>> validation(int rows, int tokensMax) {
    return IntStream.range(0, VALIDATION_BATCHES)
        .mapToObj(batch -> IntStream.range(0, rows)
            .mapToObj(row -> validationRow(batch * rows + row, tokensMax).row())
            .toList())
        .toList();
  }

  /**
   * Mean code length of the validation rows' counted tokens under the true distribution: no model's validation loss is
   * lower, but by chance.
   */
  public double irreducibleNatsPerToken(int rows, int tokensMax) {
    double nats = 0;
    long counted = 0;
    for (int row = 0; row < VALIDATION_BATCHES * rows; row++) {
      Packed packed = validationRow(row, tokensMax);
      nats += packed.nats();
      counted += packed.row().countedTokens();
    }
    return nats / counted;
  }

  /** The text of a number of the training part, for people to read. */
  public String text(long number) {
    return draw("training", number, 0).words();
  }

  private Packed validationRow(int row, int tokensMax) {
    return row("validation", row, tokensMax);
  }

  private Packed row(String part, long row, int tokensMax) {
    if (tokensMax < ROW_TOKENS_MIN) {
      throw new IllegalArgumentException(
          "a row must hold a whole text of up to " + ROW_TOKENS_MIN + " tokens, not " + tokensMax);
    }
    List<Tokens> texts = new ArrayList<>();
    boolean[] counted = new boolean[tokensMax];
    int length = 0;
    double nats = 0;
    while (true) {
      TextDraw.Drawn drawn = draw(part, row, texts.size());
      Tokens tokens = tokenizer.encode(drawn.words());
      if (length + tokens.length() > tokensMax) {
        return new Packed(CorpusRow.of(Tokens.concat(texts), Arrays.copyOf(counted, length)), nats);
      }
      for (int place = 0; place < tokens.length(); place++) {
        counted[length + place] = drawn.counted().get(place);
      }
      texts.add(tokens);
      length += tokens.length();
      nats += drawn.nats();
    }
  }

  private TextDraw.Drawn draw(String part, long row, int place) {
    return CorpusText.draw(mixture, new SplittableRandom(Seeds.derive(seed, part, row, place)));
  }
}
