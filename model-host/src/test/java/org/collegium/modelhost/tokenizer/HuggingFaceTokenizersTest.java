package org.collegium.modelhost.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.collegium.modelhost.oracle.Oracle;
import org.collegium.modelhost.protocol.Tokens;
import org.junit.jupiter.api.Test;

class HuggingFaceTokenizersTest {
  private static JsonNode expected() {
    return Oracle.expected("greedy.json");
  }

  private static Tokens ids(JsonNode array) {
    return Tokens.of(StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray());
  }

  @Test
  void theOraclesStringsGiveItsIds() {
    JsonNode expected = expected();
    Tokenizer tokenizer = HuggingFaceTokenizers.ofFolder(Oracle.folder().resolve("model"));
    assertThat(tokenizer.vocabularySize()).isEqualTo(512);
    assertThat(expected.path("tokenization")).hasSize(50);
    for (JsonNode line : expected.path("tokenization")) {
      String text = line.path("text").asText();
      Tokens tokens = tokenizer.encode(text);
      assertThat(tokens).as(text).isEqualTo(ids(line.path("ids")));
      assertThat(tokenizer.decode(tokens)).isEqualTo(text.replace('\u2581', ' '));
    }
  }

  @Test
  void theOraclesGreedyTextIsDecoded() {
    JsonNode greedy = expected().path("greedy");
    assertThat(HuggingFaceTokenizers.ofFolder(Oracle.folder().resolve("model")).decode(ids(greedy.path("ids"))))
        .isEqualTo(greedy.path("text").asText());
  }

  @Test
  void manyThreadsGetTheSameIds() {
    JsonNode lines = expected().path("tokenization");
    Tokenizer tokenizer = HuggingFaceTokenizers.ofFolder(Oracle.folder().resolve("model"));
    assertThat(IntStream.range(0, 2_000).parallel().allMatch(at -> {
      JsonNode line = lines.path(at % lines.size());
      return tokenizer.encode(line.path("text").asText()).equals(ids(line.path("ids")));
    })).isTrue();
  }
}
