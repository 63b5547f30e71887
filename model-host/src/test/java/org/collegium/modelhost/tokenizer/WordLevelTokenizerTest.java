package org.collegium.modelhost.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.tokenizer.Tokenizer.UnknownTokenException;
import org.junit.jupiter.api.Test;

class WordLevelTokenizerTest {
  private static final List<String> WORDS =
      List.of("task", ":", "get", "refund", "at", "zor", "vex", ".", "1", "2", "a_b", "end", "<pad>", "<unk>");
  private static final String JSON = HuggingFaceTokenizers.wordLevelJson(WORDS);

  @Test
  void wordsBecomeTheirPlaces() {
    assertThat(HuggingFaceTokenizers.ofWords(WORDS).encode("task : get refund at zor vex ."))
        .isEqualTo(Tokens.of(0, 1, 2, 3, 4, 5, 6, 7));
  }

  @Test
  void idsBecomeWordsBetweenSpacesAndSpecialOnesAreLeftOut() {
    assertThat(HuggingFaceTokenizers.ofWords(WORDS).decode(Tokens.of(0, 1, 13, 5, 6, 12)))
        .isEqualTo("task : zor vex <pad>");
  }

  @Test
  void anUnknownWordIsNamed() {
    Tokenizer tokenizer = HuggingFaceTokenizers.ofWords(WORDS);
    for (String text : List.of("get zörvex .", "get xyzzy .", "\uD83D\uDE00 get <unk>", "get<unk>")) {
      assertThatThrownBy(() -> tokenizer.encode(text)).isInstanceOf(UnknownTokenException.class);
    }
    assertThatThrownBy(() -> tokenizer.encode("get \uD83D\uDE00z xyzzy"))
        .hasMessage("unknown token '\uD83D\uDE00z' in 'get \uD83D\uDE00z xyzzy'");
    assertThatThrownBy(() -> tokenizer.encode("get xyzzy ."))
        .hasMessage("unknown token 'xyzzy' in 'get xyzzy .'");
  }

  @Test
  void anIdOutsideTheVocabularyIsNamedWithItsPlace() {
    assertThatThrownBy(() -> HuggingFaceTokenizers.ofWords(WORDS).decode(Tokens.of(1, 14)))
        .hasMessage("token 14 at 1 is outside the vocabulary of 14");
  }

  @Test
  void aWordThatRepeatsIsRefused() {
    assertThatThrownBy(() -> HuggingFaceTokenizers.wordLevelJson(List.of("a", "b", "a")))
        .hasMessageContaining("'a'");
  }

  @Test
  void randomTextsGiveWhatTheLibraryGives() {
    String splitsPunctuation = JSON.replace("\"WhitespaceSplit\"", "\"Whitespace\"");
    assertThat(splitsPunctuation).isNotEqualTo(JSON);
    String[] pieces = {"task", ":", "zor", "vex", ".", "1", "a_b", "<pad>", "<unk>", " ", "  ", "\t", "\n", "\r",
        "\u000b", "\f", "\u001c", "\u0085", "\u00a0", "\u3000", "é", "x"};
    int encoded = 0;
    for (String json : List.of(JSON, splitsPunctuation)) {
      Tokenizer fast = HuggingFaceTokenizers.ofJson(json, "test");
      assertThat(fast).isInstanceOf(WordLevelTokenizer.class);
      Tokenizer library = new LibraryTokenizer(TokenizerFile.parse(json, "test"));
      for (int seed = 0; seed < 4_000; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        // Most texts are well-formed: else nearly every one would end at an unknown word.
        int kinds = random.nextInt(4) == 0 ? pieces.length : 7;
        boolean spaced = random.nextInt(4) != 0;
        StringBuilder text = new StringBuilder();
        for (int piece = random.nextInt(12); piece > 0; piece--) {
          text.append(pieces[random.nextInt(kinds)]).append(spaced ? " " : "");
        }
        String expected = outcome(library, text.toString());
        assertThat(outcome(fast, text.toString())).as("seed %d: '%s'", seed, text).isEqualTo(expected);
        encoded += expected.startsWith("[") ? 1 : 0;

        int[] ids = IntStream.generate(() -> random.nextInt(WORDS.size())).limit(random.nextInt(8)).toArray();
        assertThat(fast.decode(Tokens.of(ids))).as("seed %d", seed).isEqualTo(library.decode(Tokens.of(ids)));
      }
      assertThat(fast.vocabularySize()).isEqualTo(library.vocabularySize()).isEqualTo(14);
    }
    assertThat(encoded).as("texts that are not refused").isGreaterThan(4_000);
  }

  private static String outcome(Tokenizer tokenizer, String text) {
    try {
      return tokenizer.encode(text).toString();
    } catch (UnknownTokenException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void anAddedTokenInsideAVocabularyWordIsLeftToTheLibrary() {
    String json = HuggingFaceTokenizers.wordLevelJson(List.of("x<unk>y", "a"));
    Tokenizer tokenizer = HuggingFaceTokenizers.ofJson(json, "test");
    assertThat(tokenizer).isInstanceOf(LibraryTokenizer.class);
    assertThatThrownBy(() -> tokenizer.encode("a x<unk>y")).isInstanceOf(UnknownTokenException.class);
  }

  @Test
  void aFileThatIsNoTokenizerIsNamed() {
    assertThatThrownBy(() -> HuggingFaceTokenizers.ofJson("{", "base/tokenizer.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("base/tokenizer.json: ");
    assertThatThrownBy(() -> HuggingFaceTokenizers.ofJson("{}", "base/tokenizer.json"))
        .hasMessage("base/tokenizer.json: no object 'model'");
    assertThatThrownBy(() -> HuggingFaceTokenizers.ofResource("no/such"))
        .hasMessage("no/such/tokenizer.json: not on the class path");
  }
}
