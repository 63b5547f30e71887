package org.collegium.scenarios.frontdesk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;

/** Every word of the embedded base; the place of a word is its token id. */
public final class Vocabulary {
  /** Fills short rows; id 0. */
  public static final String PADDING = "<pad>";

  /** Markup of a Hugging Face vocabulary; no text of the front desk uses any of it. */
  public static final List<String> SPECIALS = List.of(PADDING, "<bos>", "<eos>", HuggingFaceTokenizers.UNKNOWN);

  /** What a representative may ask for; which one is the hidden rule of each company. */
  public static final List<String> FIELDS =
      List.of(
          "card", "pin", "zip", "birthday", "account", "email", "phone", "passport", "contract", "device", "street",
          "code");

  /** A company's name is two different ones of these. */
  public static final List<String> SYLLABLES =
      List.of(
          "zor", "vex", "bal", "cor", "dun", "fel", "gam", "hix", "jor", "kel", "lum", "mav", "nor", "pax", "qua",
          "rin", "sol", "tor", "ulm", "vor", "wex", "yar", "zan", "bex", "cal", "dor", "fen", "gol", "hal", "jax",
          "kor", "lon", "mer", "nex", "pol", "quo", "ral", "sev", "tal", "umb", "val", "wim", "yon", "zel", "bor",
          "cim", "dax", "fir");

  /** The ten digits; a number is written digit by digit. */
  public static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  private static final List<String> FRONT_DESK =
      List.of(
          ":", ".", "task", "get", "refund", "at", "act", "ask", "user", "obs", "says", "call", "rep", "thank", "you",
          "done", "i", "need", "the", "over", "end", "notes", "needs", "imagine", "suppose", "note", "briefing", "of",
          "wrong", "company", "is", "that", "means", "nothing");

  // Later scenarios can speak of teams without another vocabulary; the base has no skill with these words yet.
  private static final List<String> SPARE =
      List.of(
          "team", "tell", "who", "what", "which", "where", "when", "first", "second", "last", "next", "best", "calls",
          "agent", "agents", "desk", "lead", "head", "role", "report", "summary", "plan", "vote", "yes", "no", "not",
          "and", "or", "to", "from", "with", "for", "my", "your", "we", "all", "none", "new", "old", "same", "other",
          "good", "bad", "right", "left", "more", "less", "high", "low", "give", "take", "find", "share", "wait",
          "stop", "go", "price", "item", "order", "step", "rule", "a");

  private static final List<String> WORDS = joined();

  private Vocabulary() {}

  /** All words in the order of their ids. */
  public static List<String> words() {
    return WORDS;
  }

  /** The words that episodes of the front desk are spoken in; a base must know them all. */
  public static List<String> frontDeskWords() {
    return Stream.of(FRONT_DESK, FIELDS, SYLLABLES, DIGITS).flatMap(List::stream).toList();
  }

  /** The Hugging Face {@code tokenizer.json} of this vocabulary: whole words between white space. */
  public static String tokenizerJson() {
    ObjectMapper mapper = new ObjectMapper();
    try {
      ObjectNode root = (ObjectNode) mapper.readTree(HuggingFaceTokenizers.wordLevelJson(WORDS));
      ArrayNode added = root.putArray("added_tokens");
      for (String special : SPECIALS) {
        added.addObject()
            .put("id", WORDS.indexOf(special)).put("content", special).put("single_word", false)
            .put("lstrip", false).put("rstrip", false).put("normalized", false).put("special", true);
      }
      return root.toPrettyString() + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a written tokenizer file can be read", impossible);
    }
  }

  private static List<String> joined() {
    List<String> words = new ArrayList<>(SPECIALS);
    words.addAll(FIELDS);
    words.addAll(SYLLABLES);
    words.addAll(DIGITS);
    words.addAll(FRONT_DESK);
    words.addAll(SPARE);
    return List.copyOf(words);
  }
}
