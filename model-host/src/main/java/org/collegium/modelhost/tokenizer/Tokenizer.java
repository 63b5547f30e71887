package org.collegium.modelhost.tokenizer;

import org.collegium.modelhost.protocol.Tokens;

/** Text to token ids and back; a pure function of its vocabulary, safe for use by many threads. */
public interface Tokenizer {
  /**
   * Encodes without special tokens.
   *
   * @throws UnknownTokenException when the text holds a word that the vocabulary cannot express
   */
  Tokens encode(String text);

  /** Decodes; special tokens are left out. */
  String decode(Tokens tokens);

  /** Number of ids. */
  int vocabularySize();

  /** The text has a word that the vocabulary cannot express. */
  final class UnknownTokenException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Names the word and the text around it. */
    public UnknownTokenException(String word, String text) {
      super("unknown token '" + word + "' in '" + text + "'");
    }
  }
}
