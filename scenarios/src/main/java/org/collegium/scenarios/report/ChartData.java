package org.collegium.scenarios.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.collegium.scenarios.experiment.ArmResult;
import org.collegium.scenarios.experiment.Curve;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.experiment.OrganizationResult;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;
import org.collegium.scenarios.measure.MeasureValue;

/** What {@code report.js} draws, as JSON that is safe inside a script element. */
final class ChartData {
  /** Arms whose lengths differ by more than this are drawn over the logarithm of the rollouts. */
  private static final double LOG_ABOVE = 10;

  private ChartData() {}

  static String json(ExperimentResult result, List<ArmStyle> styles) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode arms = root.putArray("arms");
    for (ArmStyle style : styles) {
      ObjectNode arm = arms.addObject().put("name", style.arm()).put("color", style.color());
      arm.put("shape", style.shape());
      ArrayNode dash = arm.putArray("dash");
      (style.dash().isEmpty() ? List.of(1, 0) : style.dash()).forEach(dash::add);
    }
    List<LearningBand> bands = bands(result);
    root.put("logarithmic", isLogarithmic(bands));
    ArrayNode curves = root.putArray("curves");
    for (LearningBand band : bands) {
      for (LearningBand.Point point : band.points()) {
        curves
            .addObject()
            .put("arm", band.arm())
            .put("rollouts", point.rollouts())
            .put("mean", point.mean())
            .put("low", point.low())
            .put("high", point.high())
            .put("seeds", point.seeds());
      }
    }
    parent(root, result);
    thresholds(root, result);
    try {
      return new ObjectMapper().writeValueAsString(root).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values could not be written as JSON", e);
    }
  }

  /** The whole curves of the run that this one was forked from, and where they part. */
  private static void parent(ObjectNode root, ExperimentResult result) {
    ArrayNode curves = root.putArray("parentCurves");
    ArrayNode parting = root.putArray("parting");
    result.parent().ifPresent(parent -> {
      for (ArmResult arm : result.arms()) {
        List<Curve> own = parent.curves().stream().filter(curve -> curve.arm().equals(arm.arm().name())).toList();
        for (LearningBand.Point point : LearningBand.of(arm.arm().name(), own).points()) {
          curves
              .addObject()
              .put("arm", arm.arm().name())
              .put("rollouts", point.rollouts())
              .put("mean", point.mean());
        }
        own.stream()
            .flatMap(curve -> curve.points().stream())
            .filter(point -> point.round() <= parent.round())
            .mapToDouble(Curve.Point::rollouts)
            .max()
            .ifPresent(rollouts -> parting.addObject().put("arm", arm.arm().name()).put("rollouts", rollouts));
      }
    });
  }

  /** Whether some arm's learning curve can be drawn. */
  static boolean hasCurves(ExperimentResult result) {
    return bands(result).stream().anyMatch(band -> !band.points().isEmpty());
  }

  /** The threshold that is drawn as dots: 80 % where it was measured, else 50 %. */
  static Optional<Measure> threshold(ExperimentResult result) {
    return List.of(Measure.R80, Measure.R50).stream()
        .filter(measure -> result.arms().stream().anyMatch(arm -> measured(arm, measure)))
        .findFirst();
  }

  private static boolean measured(ArmResult arm, Measure measure) {
    MeasureSummary summary = arm.measures().get(measure);
    return summary != null && summary.measured() > 0;
  }

  private static List<LearningBand> bands(ExperimentResult result) {
    return result.arms().stream().map(arm -> LearningBand.of(arm.arm().name(), curves(result, arm))).toList();
  }

  private static List<Curve> curves(ExperimentResult result, ArmResult arm) {
    return result.organizations().stream()
        .filter(organization -> organization.arm().equals(arm.arm().name()))
        .map(OrganizationResult::curve)
        .toList();
  }

  private static boolean isLogarithmic(List<LearningBand> bands) {
    double[] lengths =
        bands.stream()
            .filter(band -> !band.points().isEmpty())
            .mapToDouble(band -> band.points().getLast().rollouts())
            .filter(length -> length > 0)
            .sorted()
            .toArray();
    return lengths.length > 0 && lengths[lengths.length - 1] > LOG_ABOVE * lengths[0];
  }

  private static void thresholds(ObjectNode root, ExperimentResult result) {
    ArrayNode dots = root.putArray("dots");
    Measure measure = threshold(result).orElse(Measure.R80);
    for (ArmResult arm : result.arms()) {
      MeasureSummary summary = arm.measures().get(measure);
      for (int i = 0; summary != null && i < summary.values().size(); i++) {
        ObjectNode dot = JsonNodeFactory.instance.objectNode();
        dot.put("arm", arm.arm().name()).put("seed", String.valueOf(result.seeds().get(i)));
        switch (summary.values().get(i)) {
          case MeasureValue.Known known -> dots.add(dot.put("rollouts", known.value()));
          case MeasureValue.Never _ -> dots.add(dot.putNull("rollouts"));
          case MeasureValue.NotMeasured _ -> {}
        }
      }
    }
  }
}
