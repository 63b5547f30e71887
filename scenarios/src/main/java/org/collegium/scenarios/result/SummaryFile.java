package org.collegium.scenarios.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.collegium.modelhost.safetensors.AtomicFile;
import org.collegium.scenarios.experiment.ArmResult;
import org.collegium.scenarios.experiment.Comparison;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.experiment.MessageEdge;
import org.collegium.scenarios.experiment.OrganizationResult;
import org.collegium.scenarios.measure.Estimate;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;
import org.collegium.scenarios.measure.MeasureValue;

/**
 * {@code summary.json}: what a run found out, for scripts. {@code conf/summary.schema.json} documents every key. The
 * same result gives the same bytes.
 */
public final class SummaryFile {
  /** Version of the schema: a key that changes its meaning or goes away raises it, a new key does not. */
  public static final int SCHEMA_VERSION = 1;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SummaryFile() {}

  /**
   * Writes the file whole or not at all.
   *
   * @throws IOException when the file cannot be written
   */
  public static void write(ExperimentResult result, Path file) throws IOException {
    AtomicFile.write(file, text(result).getBytes(StandardCharsets.UTF_8));
  }

  /** The content of the file. */
  public static String text(ExperimentResult result) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indenter);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(tree(result)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values could not be written as JSON", e);
    }
  }

  private static ObjectNode tree(ExperimentResult result) {
    ObjectNode root = NODES.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("scenario", result.scenario());
    root.put("description", result.description());
    root.put("run", result.run());
    root.put("design", result.design());
    root.put("statement", result.statement());
    root.put("ending", word(result.outcome().ending()));
    root.put("endingDetail", result.outcome().detail());
    ArrayNode seeds = root.putArray("seeds");
    result.seeds().forEach(seeds::add);
    ObjectNode measures = root.putObject("measures");
    for (Measure measure : Measure.values()) {
      measures
          .putObject(measure.id())
          .put("title", measure.title())
          .put("unit", word(measure.unit()))
          .put("better", word(measure.better()));
    }
    ObjectNode arms = root.putObject("arms");
    result.arms().forEach(arm -> arms.set(arm.arm().name(), measuresOf(arm, result.seeds())));
    ObjectNode descriptions = root.putObject("armDescriptions");
    for (ArmResult arm : result.arms()) {
      descriptions
          .putObject(arm.arm().name())
          .put("description", arm.arm().description())
          .put("groupSize", arm.arm().groupSize())
          .put("rounds", arm.arm().rounds());
    }
    ArrayNode comparisons = root.putArray("comparisons");
    result.comparisons().forEach(comparison -> comparisons.add(comparisonNode(comparison)));
    root.set("organizations", organizations(result));
    ArrayNode graph = root.putArray("messageGraph");
    for (MessageEdge edge : result.messageGraph()) {
      graph
          .addObject()
          .put("organization", edge.organization())
          .put("from", edge.from())
          .put("to", edge.to())
          .put("messages", edge.messages())
          .put("bytes", edge.bytes());
    }
    root.put("finalStateHash", result.outcome().finalStateHash());
    root.put("tokens", result.tokens());
    root.put("bytesTold", result.bytesTold());
    root.put("bytesOfContexts", result.bytesOfContexts());
    root.put("wallMs", result.wallMs());
    root.put("build", result.build());
    if (!result.missing().isEmpty()) {
      ObjectNode node = root.putObject("missingLogs");
      result.missing().nodes().forEach(node.putArray("nodes")::add);
      result.missing().untold().forEach(node.putArray("untoldOrganizations")::add);
    }
    result.parent().ifPresent(parent -> {
      ObjectNode node = root.putObject("parent").put("run", parent.run()).put("round", parent.round());
      parent.changes().forEach(node.putArray("changes")::add);
    });
    return root;
  }

  private static ObjectNode measuresOf(ArmResult arm, List<Long> seeds) {
    ObjectNode node = NODES.objectNode();
    arm.measures().forEach((measure, summary) -> node.set(measure.id(), summaryNode(summary, seeds)));
    return node;
  }

  private static ObjectNode summaryNode(MeasureSummary summary, List<Long> seeds) {
    ObjectNode node = NODES.objectNode();
    ArrayNode values = node.putArray("values");
    ArrayNode missing = NODES.arrayNode();
    for (int i = 0; i < summary.values().size(); i++) {
      switch (summary.values().get(i)) {
        case MeasureValue.Known known -> values.add(number(known.value()));
        case MeasureValue.Never _ -> values.addNull();
        case MeasureValue.NotMeasured gap -> {
          values.addNull();
          missing.addObject().put("seed", seeds.get(i)).put("reason", gap.reason());
        }
      }
    }
    putEstimate(node, summary.mean(), "mean", "low", "high");
    putEstimate(node, summary.median(), "median", "medianLow", "medianHigh");
    node.put("never", summary.never());
    node.put("measured", summary.measured());
    node.set("missing", missing);
    return node;
  }

  private static ObjectNode comparisonNode(Comparison comparison) {
    ObjectNode node = NODES.objectNode();
    node.put("arm", comparison.arm());
    node.put("baseline", comparison.baseline());
    node.put("measure", comparison.measure().id());
    node.put("kind", word(comparison.kind()));
    putEstimate(node, comparison.estimate(), "center", "low", "high");
    node.put("pairs", comparison.pairs());
    return node;
  }

  private static ArrayNode organizations(ExperimentResult result) {
    ArrayNode nodes = NODES.arrayNode();
    for (OrganizationResult organization : result.organizations()) {
      nodes
          .addObject()
          .put("id", organization.id())
          .put("arm", organization.arm())
          .put("seed", organization.seed())
          .put("rounds", organization.rounds().size())
          .put("stateHash", result.outcome().stateHashes().getOrDefault(organization.id(), ""));
    }
    return nodes;
  }

  private static void putEstimate(ObjectNode node, Estimate estimate, String center, String low, String high) {
    putValue(node, center, estimate.center());
    putValue(node, low, estimate.low());
    putValue(node, high, estimate.high());
  }

  private static void putValue(ObjectNode node, String key, MeasureValue value) {
    switch (value) {
      case MeasureValue.Known known -> node.set(key, number(known.value()));
      case MeasureValue.Never _ -> node.putNull(key);
      case MeasureValue.NotMeasured _ -> node.putNull(key);
    }
  }

  /** Whole numbers without a fraction, as people write them. */
  private static ValueNode number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? NODES.numberNode((long) value) : NODES.numberNode(value);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
