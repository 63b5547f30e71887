package org.collegium.organization.lamps;

import java.util.ArrayList;
import java.util.List;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.tokenizer.Tokenizer;

/** All the words that lamps need. */
public final class LampWords implements Tokenizer {
  private static final List<String> WORDS =
      List.of(
          ".", ":", "task", "light", "red", "blue", "green", "act", "press", "see", "dark", "bright", "needs", "if",
          "imagine", "heard", "lit", "of", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  @Override
  public Tokens encode(String text) {
    List<Integer> ids = new ArrayList<>();
    for (String word : text.strip().split(" +", -1)) {
      int id = WORDS.indexOf(word);
      if (id < 0) {
        throw new UnknownTokenException(word, text);
      }
      ids.add(id);
    }
    return Tokens.of(ids.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public String decode(Tokens tokens) {
    List<String> words = new ArrayList<>();
    for (int at = 0; at < tokens.length(); at++) {
      words.add(WORDS.get(tokens.at(at)));
    }
    return String.join(" ", words);
  }

  @Override
  public int vocabularySize() {
    return WORDS.size();
  }
}
