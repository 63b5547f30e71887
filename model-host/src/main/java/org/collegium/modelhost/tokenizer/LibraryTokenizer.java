package org.collegium.modelhost.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.collegium.modelhost.protocol.Tokens;

/** Any {@code tokenizer.json}, by the native Hugging Face library; its own cache of words holds at most 10,000. */
final class LibraryTokenizer implements Tokenizer {
  private final HuggingFaceTokenizer library;
  private final TokenizerFile file;
  private final int vocabularySize;

  LibraryTokenizer(TokenizerFile file) {
    this.file = file;
    this.library = open(file.json());
    this.vocabularySize = file.vocabularySize();
  }

  private static HuggingFaceTokenizer open(String json) {
    Map<String, String> options =
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
    try {
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), options);
    } catch (IOException e) {
      throw new UncheckedIOException("the native tokenizer did not take the file", e);
    }
  }

  @Override
  public Tokens encode(String text) {
    if (text.isEmpty()) {
      return Tokens.empty();
    }
    Encoding encoding = library.encode(text, false, false);
    long[] longs = encoding.getIds();
    int[] ids = new int[longs.length];
    for (int at = 0; at < ids.length; at++) {
      ids[at] = Math.toIntExact(longs[at]);
      if (file.unknown().isPresent() && ids[at] == file.unknown().getAsInt()) {
        throw new UnknownTokenException(word(text, encoding.getCharTokenSpans()[at]), text);
      }
    }
    return Tokens.of(ids);
  }

  private static String word(String text, CharSpan span) {
    // Spans count code points, not chars.
    int from = text.offsetByCodePoints(0, span.getStart());
    return text.substring(from, text.offsetByCodePoints(from, span.getEnd() - span.getStart()));
  }

  @Override
  public String decode(Tokens tokens) {
    long[] ids = new long[tokens.length()];
    for (int at = 0; at < ids.length; at++) {
      ids[at] = HuggingFaceTokenizers.checked(tokens.at(at), at, vocabularySize);
    }
    return library.decode(ids, true);
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }
}
