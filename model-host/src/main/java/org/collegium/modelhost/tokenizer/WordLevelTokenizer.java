package org.collegium.modelhost.tokenizer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.collegium.modelhost.protocol.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A vocabulary of whole words in plain Java: the same ids as {@link LibraryTokenizer} at a small part of the cost.
 *
 * <p>It answers by itself what it surely knows: ASCII text whose every word is in the vocabulary. Everything else
 * (other scripts, added tokens glued to words) is left to the native library, which is loaded only then.
 */
final class WordLevelTokenizer implements Tokenizer {
  private final TokenizerFile file;
  private final boolean punctuationSplits;
  private final Map<String, Integer> ids;
  private final String[] words;
  private final boolean[] hidden;
  private volatile @Nullable LibraryTokenizer library;

  WordLevelTokenizer(TokenizerFile file, TokenizerFile.Splitting splitting) {
    this.file = file;
    this.punctuationSplits = splitting == TokenizerFile.Splitting.SPACES_AND_PUNCTUATION;
    this.ids = new HashMap<>(file.ids());
    this.words = new String[file.vocabularySize()];
    this.hidden = new boolean[words.length];
    Arrays.fill(words, "");
    file.ids().forEach((word, id) -> words[id] = word);
    file.added().stream().filter(TokenizerFile.Added::special).forEach(token -> hidden[token.id()] = true);
    file.unknown().ifPresent(id -> ids.remove(words[id]));
  }

  @Override
  public Tokens encode(String text) {
    int[] found = new int[text.length() / 2 + 1];
    int count = 0;
    int at = 0;
    while (at < text.length()) {
      char first = text.charAt(at);
      if (isSpace(first)) {
        at++;
        continue;
      }
      int end = wordEnd(text, at);
      Integer id = end < 0 ? null : ids.get(text.substring(at, end));
      if (id == null) {
        return library().encode(text);
      }
      found[count++] = id;
      at = end;
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
      }
    }
    return Tokens.of(Arrays.copyOf(found, count));
  }

  /** Place behind the word that begins at {@code from}; -1 when it holds anything but ASCII. */
  private int wordEnd(String text, int from) {
    boolean letters = isWordCharacter(text.charAt(from));
    int end = from;
    while (end < text.length() && !isSpace(text.charAt(end))) {
      char next = text.charAt(end);
      if (next > 127) {
        return -1;
      }
      if (punctuationSplits && isWordCharacter(next) != letters) {
        return end;
      }
      end++;
    }
    return end;
  }

  @Override
  public String decode(Tokens tokens) {
    StringBuilder text = new StringBuilder(8 * tokens.length());
    for (int at = 0; at < tokens.length(); at++) {
      int id = HuggingFaceTokenizers.checked(tokens.at(at), at, words.length);
      if (!hidden[id] && !words[id].isEmpty()) {
        if (!text.isEmpty()) {
          text.append(' ');
        }
        text.append(words[id]);
      }
    }
    return text.toString();
  }

  @Override
  public int vocabularySize() {
    return words.length;
  }

  private LibraryTokenizer library() {
    LibraryTokenizer known = library;
    if (known == null) {
      synchronized (this) {
        known = library;
        if (known == null) {
          known = new LibraryTokenizer(file);
          library = known;
        }
      }
    }
    return known;
  }

  /** The ASCII part of Unicode's White_Space (Java's own notion has four control characters more). */
  static boolean isSpace(int character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  private static boolean isWordCharacter(char character) {
    return character == '_'
        || (character >= '0' && character <= '9')
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z');
  }
}
