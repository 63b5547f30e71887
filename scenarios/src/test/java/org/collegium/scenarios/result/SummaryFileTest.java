package org.collegium.scenarios.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.measure.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SummaryFileTest {
  private static final ExperimentResult RESULT =
      SyntheticResults.of(SyntheticResults.nineArms(), List.of(1L, 2L, 3L, 4L, 5L), "");
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void theSummaryKeepsItsDocumentedSchema() throws Exception {
    assertThat(schema().validate(json.readTree(SummaryFile.text(RESULT)))).isEmpty();
    assertThat(schema().validate(json.readTree(SummaryFile.text(SyntheticResults.torn(RESULT))))).isEmpty();
  }

  @Test
  void theSchemaRefusesAMissingHashAnUnknownMeasureKeyAndANumberAsText() throws Exception {
    ObjectNode broken = (ObjectNode) json.readTree(SummaryFile.text(RESULT));
    broken.remove("finalStateHash");
    ((ObjectNode) broken.at("/arms/dual/r80")).put("average", 1);
    broken.put("tokens", "many");

    assertThat(schema().validate(broken)).hasSize(3);
  }

  @Test
  void everyDocumentedTopLevelKeyIsWritten() throws Exception {
    JsonNode properties = json.readTree(schemaFile().toFile()).get("properties");
    List<String> documented = new ArrayList<>();
    properties.fieldNames().forEachRemaining(documented::add);
    List<String> written = new ArrayList<>();
    json.readTree(SummaryFile.text(SyntheticResults.torn(RESULT))).fieldNames().forEachRemaining(written::add);

    assertThat(written).containsExactlyElementsOf(documented);
  }

  @Test
  void aThresholdNeverReachedIsNullAndCounted() throws Exception {
    JsonNode r80 = json.readTree(SummaryFile.text(RESULT)).at("/arms/dual-both-active/r80");

    assertThat(r80.get("values")).hasSize(5).allMatch(JsonNode::isNull);
    assertThat(r80.get("never").asInt()).isEqualTo(5);
    assertThat(r80.get("measured").asInt()).isEqualTo(5);
    assertThat(r80.get("mean").isNull()).isTrue();
    assertThat(r80.get("missing")).isEmpty();
  }

  @Test
  void whatWasNotMeasuredSaysWhyForEachSeed() throws Exception {
    JsonNode retention = json.readTree(SummaryFile.text(RESULT)).at("/arms/policy-grpo/retention");

    assertThat(retention.get("never").asInt()).isZero();
    assertThat(retention.get("missing")).hasSize(5);
    assertThat(retention.at("/missing/0/seed").asLong()).isEqualTo(1);
    assertThat(retention.at("/missing/0/reason").asText()).isEqualTo("no probe of old companies");
  }

  @Test
  void armsAndMeasuresKeepTheOrderOfTheResult() throws Exception {
    JsonNode arms = json.readTree(SummaryFile.text(RESULT)).get("arms");
    List<String> names = new ArrayList<>();
    arms.fieldNames().forEachRemaining(names::add);
    List<String> measures = new ArrayList<>();
    arms.get("dual").fieldNames().forEachRemaining(measures::add);

    assertThat(names).containsExactlyElementsOf(RESULT.arms().stream().map(arm -> arm.arm().name()).toList());
    assertThat(measures).containsExactlyElementsOf(List.of(Measure.values()).stream().map(Measure::id).toList());
  }

  @Test
  void theSameResultIsWrittenAsTheSameBytes(@TempDir Path folder) throws Exception {
    SummaryFile.write(RESULT, folder.resolve("a.json"));
    SummaryFile.write(
        SyntheticResults.of(SyntheticResults.nineArms(), List.of(1L, 2L, 3L, 4L, 5L), ""), folder.resolve("b.json"));

    assertThat(folder.resolve("a.json")).hasSameBinaryContentAs(folder.resolve("b.json"));
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  private static JsonSchema schema() throws Exception {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    return factory.getSchema(Files.readString(schemaFile()));
  }

  private static Path schemaFile() {
    return Path.of(System.getProperty("user.dir")).resolveSibling("conf").resolve("summary.schema.json");
  }
}
