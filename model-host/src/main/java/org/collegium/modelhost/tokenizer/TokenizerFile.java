package org.collegium.modelhost.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.collegium.modelhost.json.JsonProblem;

/**
 * What a {@code tokenizer.json} says, as far as Collegium looks at it itself.
 *
 * @param json the whole file
 * @param modelType {@code WordLevel}, {@code BPE}, ...
 * @param ids id of each token, added tokens among them
 * @param added the added tokens, in file order
 * @param unknown id that stands for what the vocabulary cannot express
 * @param splitting how a text becomes words, when {@link WordLevelTokenizer} can do it
 */
record TokenizerFile(
    String json,
    String modelType,
    Map<String, Integer> ids,
    List<Added> added,
    OptionalInt unknown,
    Optional<Splitting> splitting) {

  /** How a text becomes words. */
  enum Splitting {
    /** At white space. */
    SPACES,
    /** At white space, and between a run of word characters and a run of others. */
    SPACES_AND_PUNCTUATION
  }

  /** A token that is looked for before anything else. */
  record Added(int id, String content, boolean special) {}

  /**
   * Parses a file.
   *
   * @param place names the file in messages
   * @throws IllegalArgumentException when it is no tokenizer file
   */
  static TokenizerFile parse(String json, String place) {
    JsonNode root = tree(json, place);
    JsonNode model = root.path("model");
    if (!model.isObject()) {
      throw new IllegalArgumentException(place + ": no object 'model'");
    }
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : model.path("vocab").properties()) {
      ids.put(entry.getKey(), entry.getValue().asInt());
    }
    // A Unigram vocabulary is a list of [token, score]; the place is the id.
    if (model.path("vocab").isArray()) {
      model.path("vocab").forEach(pair -> ids.put(pair.path(0).asText(), ids.size()));
    }
    List<Added> added = new ArrayList<>();
    for (JsonNode token : root.path("added_tokens")) {
      Added one = new Added(
          token.path("id").asInt(), token.path("content").asText(), token.path("special").asBoolean());
      added.add(one);
      ids.put(one.content(), one.id());
    }
    if (ids.isEmpty()) {
      throw new IllegalArgumentException(place + ": model.vocab is empty");
    }
    Integer unknown = ids.get(model.path("unk_token").asText());
    return new TokenizerFile(
        json,
        // Older files leave the type out; they are all BPE.
        model.path("type").asText("BPE"),
        ids,
        List.copyOf(added),
        unknown == null ? OptionalInt.empty() : OptionalInt.of(unknown),
        splitting(root, ids.keySet(), added));
  }

  private static JsonNode tree(String json, String place) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(place + ": no JSON: " + JsonProblem.of(e), e);
    }
  }

  private static Optional<Splitting> splitting(JsonNode root, Set<String> words, List<Added> added) {
    boolean plain = "WordLevel".equals(root.path("model").path("type").asText())
        && root.path("normalizer").isNull()
        && root.path("decoder").isNull()
        && root.path("truncation").isNull()
        && root.path("padding").isNull()
        && added.stream().noneMatch(token -> cutsAWord(token.content(), words));
    if (!plain) {
      return Optional.empty();
    }
    return switch (root.path("pre_tokenizer").path("type").asText()) {
      case "WhitespaceSplit" -> Optional.of(Splitting.SPACES);
      case "Whitespace" -> Optional.of(Splitting.SPACES_AND_PUNCTUATION);
      default -> Optional.empty();
    };
  }

  /** An added token is cut out of the text before words are formed; word by word lookup must not hide that. */
  private static boolean cutsAWord(String content, Set<String> words) {
    return content.isEmpty()
        || content.chars().anyMatch(WordLevelTokenizer::isSpace)
        || words.stream().anyMatch(word -> word.length() > content.length() && word.contains(content));
  }

  /** One more than the highest id. */
  int vocabularySize() {
    return ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
  }
}
