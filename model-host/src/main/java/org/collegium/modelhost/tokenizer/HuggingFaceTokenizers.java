package org.collegium.modelhost.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens tokenizers that are kept as a Hugging Face {@code tokenizer.json}. */
public final class HuggingFaceTokenizers {
  /** The file's name in a model folder. */
  public static final String FILE = "tokenizer.json";

  /** Token of a word-level vocabulary that stands for every word outside it; never the result of an encoding. */
  public static final String UNKNOWN = "<unk>";

  private HuggingFaceTokenizers() {}

  /**
   * Reads a model folder's tokenizer.
   *
   * @throws IllegalArgumentException when the file is no tokenizer
   * @throws UncheckedIOException when it cannot be read
   */
  public static Tokenizer ofFolder(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return ofJson(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  /**
   * Reads a tokenizer from a class-path folder.
   *
   * @param folder for example {@code org/collegium/modelhost/embedded}
   * @throws IllegalArgumentException when it is not there or is no tokenizer
   */
  public static Tokenizer ofResource(String folder) {
    String name = folder.endsWith("/") ? folder + FILE : folder + "/" + FILE;
    try (InputStream in = HuggingFaceTokenizers.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(name + ": not on the class path");
      }
      return ofJson(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot be read", e);
    }
  }

  /**
   * Makes a tokenizer of the text of a {@code tokenizer.json}.
   *
   * @param place names the text in messages
   */
  public static Tokenizer ofJson(String json, String place) {
    TokenizerFile file = TokenizerFile.parse(json, place);
    return file.splitting()
        .<Tokenizer>map(splitting -> new WordLevelTokenizer(file, splitting))
        .orElseGet(() -> new LibraryTokenizer(file));
  }

  /** A vocabulary of whole words between spaces; the id of a word is its place. */
  public static Tokenizer ofWords(List<String> words) {
    return ofJson(wordLevelJson(words), "word list");
  }

  /**
   * The {@code tokenizer.json} of a vocabulary of whole words between spaces; the id of a word is its place.
   *
   * @param words without repetition; {@link #UNKNOWN} is put behind them unless it is among them
   * @throws IllegalArgumentException when a word repeats, is empty or has white space
   */
  public static String wordLevelJson(List<String> words) {
    ObjectNode vocabulary = new ObjectMapper().createObjectNode();
    for (String word : words) {
      if (word.isEmpty() || word.chars().anyMatch(Character::isWhitespace) || vocabulary.has(word)) {
        throw new IllegalArgumentException("vocabulary word '" + word + "' is empty, has a space or repeats");
      }
      vocabulary.put(word, vocabulary.size());
    }
    if (!vocabulary.has(UNKNOWN)) {
      vocabulary.put(UNKNOWN, vocabulary.size());
    }
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    root.putArray("added_tokens").addObject()
        .put("id", vocabulary.get(UNKNOWN).asInt()).put("content", UNKNOWN).put("single_word", false)
        .put("lstrip", false).put("rstrip", false).put("normalized", false).put("special", true);
    root.putNull("normalizer");
    root.putObject("pre_tokenizer").put("type", "WhitespaceSplit");
    root.putNull("post_processor").putNull("decoder");
    root.putObject("model").put("type", "WordLevel").put("unk_token", UNKNOWN).set("vocab", vocabulary);
    return root.toPrettyString() + "\n";
  }

  static int checked(int id, int at, int vocabularySize) {
    if (id < 0 || id >= vocabularySize) {
      throw new IllegalArgumentException(
          "token " + id + " at " + at + " is outside the vocabulary of " + vocabularySize);
    }
    return id;
  }
}
