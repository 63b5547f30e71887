package org.collegium.modelhost.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.collegium.modelhost.protocol.Tokens;
import org.junit.jupiter.api.Test;

class HuggingFaceTokenizersTest {
  private static final Path ORACLE = Path.of("..", "..", "shared", "oracle", "stories260k");

  private static JsonNode expected() throws Exception {
    assumeTrue(Files.isDirectory(ORACLE), "the oracle folder shared/oracle/stories260k is absent");
    return new ObjectMapper().readTree(ORACLE.resolve("expected/greedy.json").toFile());
  }

  private static Tokens ids(JsonNode array) {
    return Tokens.of(StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray());
  }

  @Test
  void theOraclesStringsGiveItsIds() throws Exception {
    JsonNode expected = expected();
    Tokenizer tokenizer = HuggingFaceTokenizers.ofFolder(ORACLE.resolve("model"));
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
  void theOraclesGreedyTextIsDecoded() throws Exception {
    JsonNode greedy = expected().path("greedy");
    assertThat(HuggingFaceTokenizers.ofFolder(ORACLE.resolve("model")).decode(ids(greedy.path("ids"))))
        .isEqualTo(greedy.path("text").asText());
  }

  @Test
  void manyThreadsGetTheSameIds() throws Exception {
    JsonNode lines = expected().path("tokenization");
    Tokenizer tokenizer = HuggingFaceTokenizers.ofFolder(ORACLE.resolve("model"));
    assertThat(IntStream.range(0, 2_000).parallel().allMatch(at -> {
      JsonNode line = lines.path(at % lines.size());
      return tokenizer.encode(line.path("text").asText()).equals(ids(line.path("ids")));
    })).isTrue();
  }
}
