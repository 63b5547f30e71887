package org.collegium.scenarios.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.experiment.ArmDescription;
import org.collegium.scenarios.experiment.ArmResult;
import org.collegium.scenarios.experiment.Comparison;
import org.collegium.scenarios.experiment.MissingLogs;
import org.collegium.scenarios.measure.Estimates;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;
import org.collegium.scenarios.measure.MeasureValue;

/**
 * What a {@code summary.json} tells of its run.
 *
 * @param arms in order
 * @param seeds in order
 * @param missing what is not known because parts of the log are lost
 */
public record RecordedSummary(
    String scenario,
    String description,
    String statement,
    String build,
    long wallMs,
    List<ArmResult> arms,
    List<Long> seeds,
    List<Comparison> comparisons,
    RunOutcome outcome,
    MissingLogs missing) {
  /** Copies the lists. */
  public RecordedSummary {
    arms = List.copyOf(arms);
    seeds = List.copyOf(seeds);
    comparisons = List.copyOf(comparisons);
  }

  /**
   * Reads a summary.
   *
   * @throws InvalidInputException when the file is not there, or is no summary that this build can read
   */
  public static RecordedSummary read(Path summary) {
    return read(summary, RecordedSummary::of);
  }

  /**
   * Reads only how the run ended, and estimates nothing again; empty when there is no summary: the run did not get to
   * its end.
   *
   * @throws InvalidInputException when the file is no summary that this build can read
   */
  public static Optional<RunOutcome> readOutcome(Path summary) {
    return Files.exists(summary) ? Optional.of(read(summary, RecordedSummary::outcome)) : Optional.empty();
  }

  private static <T> T read(Path summary, Function<JsonNode, T> what) {
    if (!Files.isRegularFile(summary)) {
      throw new InvalidInputException(summary + ": is missing; the run did not get to its end");
    }
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readString(summary));
      int version = root.path("schemaVersion").asInt();
      if (version != SummaryFile.SCHEMA_VERSION) {
        throw new InvalidInputException(
            summary + ": schemaVersion must be " + SummaryFile.SCHEMA_VERSION + ", was " + version);
      }
      return what.apply(root);
    } catch (IOException | IllegalArgumentException broken) {
      throw new InvalidInputException(summary + ": is no summary of a run: " + broken.getMessage());
    }
  }

  private static RecordedSummary of(JsonNode root) {
    List<Long> seeds = new ArrayList<>();
    root.path("seeds").forEach(seed -> seeds.add(seed.asLong()));
    List<ArmResult> arms = new ArrayList<>();
    root.path("arms").properties().forEach(arm ->
        arms.add(arm(arm.getKey(), root.path("armDescriptions").path(arm.getKey()), arm.getValue(), seeds)));
    return new RecordedSummary(
        root.path("scenario").asText(),
        root.path("description").asText(),
        root.path("statement").asText(),
        root.path("build").asText(),
        root.path("wallMs").asLong(),
        arms,
        seeds,
        comparisons(root.path("comparisons"), arms),
        outcome(root),
        new MissingLogs(
            texts(root.at("/missingLogs/nodes")), texts(root.at("/missingLogs/untoldOrganizations"))));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** Estimated again from the values: the file says which arms and in which order. */
  private static List<Comparison> comparisons(JsonNode recorded, List<ArmResult> arms) {
    List<Comparison> comparisons = new ArrayList<>();
    recorded.forEach(node -> comparisons.add(Comparison.of(
        arm(node.path("arm").asText(), arms),
        arm(node.path("baseline").asText(), arms),
        measure(node.path("measure").asText()),
        Comparison.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)))));
    return comparisons;
  }

  private static ArmResult arm(String name, List<ArmResult> arms) {
    return arms.stream()
        .filter(each -> each.arm().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no arm " + name));
  }

  private static Measure measure(String id) {
    return Arrays.stream(Measure.values())
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no measure " + id));
  }

  private static ArmResult arm(String name, JsonNode description, JsonNode measured, List<Long> seeds) {
    Map<Measure, MeasureSummary> measures = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      measures.put(measure, Estimates.summary(measure, values(measured.path(measure.id()), seeds)));
    }
    ArmDescription arm = new ArmDescription(
        name,
        description.path("description").asText(),
        description.path("groupSize").asInt(),
        description.path("rounds").asInt());
    return new ArmResult(arm, measures);
  }

  /** A null is a seed that never got there, unless it stands among the missing. */
  private static List<MeasureValue> values(JsonNode measure, List<Long> seeds) {
    Map<Long, String> missing = new TreeMap<>();
    measure.path("missing").forEach(gap -> missing.put(gap.path("seed").asLong(), gap.path("reason").asText()));
    List<MeasureValue> values = new ArrayList<>();
    for (int place = 0; place < seeds.size(); place++) {
      JsonNode value = measure.path("values").path(place);
      String reason = missing.get(seeds.get(place));
      if (value.isNumber()) {
        values.add(new MeasureValue.Known(value.asDouble()));
      } else {
        values.add(reason == null ? MeasureValue.NEVER : new MeasureValue.NotMeasured(reason));
      }
    }
    return values;
  }

  private static RunOutcome outcome(JsonNode root) {
    SortedMap<String, String> hashes = new TreeMap<>();
    SortedMap<String, Integer> rounds = new TreeMap<>();
    for (JsonNode organization : root.path("organizations")) {
      String id = organization.path("id").asText();
      String hash = organization.path("stateHash").asText();
      if (!hash.isEmpty()) {
        hashes.put(id, hash);
        rounds.put(id, organization.path("rounds").asInt());
      }
    }
    String ending = root.path("ending").asText().toUpperCase(Locale.ROOT).replace('-', '_');
    return new RunOutcome(
        RunOutcome.Ending.valueOf(ending),
        root.path("endingDetail").asText(),
        hashes,
        root.path("finalStateHash").asText(),
        rounds);
  }
}
