package org.collegium.modelhost.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonProblemTest {
  @ParameterizedTest
  @ValueSource(strings = {
    "{", "{\"a\": ", "[1, 2", "{\"a\" 1}", "{\n\n  x}", "\"never ends", "{\"a\": 1]"})
  void aProblemIsOneLineThatNamesThePlaceAndNotTheLibrary(String json) {
    JsonProcessingException failure =
        catchThrowableOfType(JsonProcessingException.class, () -> new ObjectMapper().readTree(json));
    assertThat(JsonProblem.of(failure))
        .matches("line \\d+, column \\d+: .+")
        .doesNotContain("Source", "REDACTED", "StreamReadFeature", "\n");
  }
}
