package org.collegium.scenarios.report;

import static org.collegium.scenarios.report.Markup.element;
import static org.collegium.scenarios.report.Markup.tag;
import static org.collegium.scenarios.report.Markup.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.collegium.scenarios.experiment.ArmResult;
import org.collegium.scenarios.experiment.Comparison;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.measure.Estimate;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;
import org.collegium.scenarios.measure.MeasureValue;

/** The numbers of a run as tables: every measure of every arm, and the paired comparisons. */
final class MeasureTables {
  private MeasureTables() {}

  /** Measures down, arms across; a measure that no arm has is left out. */
  static Markup measures(ExperimentResult result, List<ArmStyle> styles) {
    List<Markup> heads = new ArrayList<>();
    heads.add(tag("th").with("scope", "col").holding(text("Measure")));
    for (ArmStyle style : styles) {
      heads.add(tag("th").with("scope", "col").with("class", "number").holding(style.name()));
    }
    List<Markup> rows =
        Arrays.stream(Measure.values())
            .filter(measure -> result.arms().stream().anyMatch(arm -> isMeasured(arm, measure)))
            .map(measure -> row(measure, result))
            .toList();
    return tag("div")
        .with("class", "wide")
        .with("tabindex", "0")
        .holding(
            element("table", element("thead", tag("tr").holding(heads)), tag("tbody").holding(rows)));
  }

  private static boolean isMeasured(ArmResult arm, Measure measure) {
    MeasureSummary summary = arm.measures().get(measure);
    return summary != null && summary.measured() > 0;
  }

  private static Markup row(Measure measure, ExperimentResult result) {
    List<Markup> cells = new ArrayList<>();
    String better = measure.better() == Measure.Better.HIGHER ? "\u2191" : "\u2193";
    String meaning = measure.better() == Measure.Better.HIGHER ? "higher is better" : "lower is better";
    cells.add(
        tag("th")
            .with("scope", "row")
            .holding(
                text(Wording.capitalized(Wording.title(measure)) + "\u00A0"),
                tag("span").with("class", "better").with("title", meaning).holding(better)));
    for (ArmResult arm : result.arms()) {
      MeasureSummary summary = arm.measures().get(measure);
      cells.add(summary == null ? element("td", "\u2013") : cell(summary, result.seeds()));
    }
    return tag("tr").holding(cells);
  }

  private static Markup cell(MeasureSummary summary, List<Long> seeds) {
    Measure measure = summary.measure();
    Estimate estimate = estimate(summary);
    List<Markup> lines = new ArrayList<>();
    lines.add(tag("span").with("class", "value").holding(Wording.value(measure, estimate.center())));
    if (isWorthTelling(measure, estimate)) {
      String interval =
          Wording.range(Wording.value(measure, estimate.low()), Wording.value(measure, estimate.high()));
      lines.add(tag("span").with("class", "interval").holding(interval));
    }
    if (summary.never() > 0) {
      String on = "on " + summary.never() + " of " + summary.measured();
      boolean isSaid = estimate.center() instanceof MeasureValue.Never;
      lines.add(tag("span").with("class", "interval").holding(isSaid ? on : "never " + on));
    }
    return tag("td").with("class", "number").with("title", perSeed(summary, seeds)).holding(lines);
  }

  /** The median where thresholds may be out of reach, since a mean with {@code never} in it is none. */
  private static Estimate estimate(MeasureSummary summary) {
    return summary.measure() == Measure.R50 || summary.measure() == Measure.R80 ? summary.median() : summary.mean();
  }

  /** Whether there is an interval, and it reads as more than one number. */
  private static boolean isWorthTelling(Measure measure, Estimate estimate) {
    return !Wording.interval(measure, estimate).isEmpty()
        && !Wording.value(measure, estimate.low()).equals(Wording.value(measure, estimate.high()));
  }

  private static String perSeed(MeasureSummary summary, List<Long> seeds) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < summary.values().size(); i++) {
      String value =
          switch (summary.values().get(i)) {
            case MeasureValue.NotMeasured gap -> "not measured (" + gap.reason() + ")";
            case MeasureValue other -> Wording.value(summary.measure(), other);
          };
      values.add("seed " + seeds.get(i) + ": " + value);
    }
    return values.stream().collect(Collectors.joining("\n"));
  }

  /** One row a comparison, in the order of the result. */
  static Markup comparisons(ExperimentResult result, List<ArmStyle> styles) {
    List<Markup> heads = new ArrayList<>();
    for (String head : List.of("Arm", "Against", "Measure")) {
      heads.add(tag("th").with("scope", "col").holding(head));
    }
    for (String head : List.of("Estimate", "95\u00A0% interval", "Pairs")) {
      heads.add(tag("th").with("scope", "col").with("class", "number").holding(head));
    }
    List<Markup> rows = new ArrayList<>();
    for (Comparison comparison : result.comparisons()) {
      boolean isRatio = comparison.kind() == Comparison.Kind.RATIO;
      rows.add(
          element(
              "tr",
              element("td", ArmStyle.find(styles, comparison.arm()).name()),
              element("td", ArmStyle.find(styles, comparison.baseline()).name()),
              element("td", Wording.title(comparison.measure()) + (isRatio ? ", times as many" : ", difference")),
              number(text(value(comparison, comparison.estimate().center()))),
              number(text(interval(comparison))),
              number(text(String.valueOf(comparison.pairs())))));
    }
    return tag("div")
        .with("class", "wide comparisons")
        .with("tabindex", "0")
        .holding(element("table", element("thead", tag("tr").holding(heads)), tag("tbody").holding(rows)));
  }

  private static Markup number(Markup content) {
    return tag("td").with("class", "number").holding(content);
  }

  private static String interval(Comparison comparison) {
    Estimate estimate = comparison.estimate();
    if (estimate.low() instanceof MeasureValue.NotMeasured || estimate.high() instanceof MeasureValue.NotMeasured) {
      return "\u2013";
    }
    return Wording.range(value(comparison, estimate.low()), value(comparison, estimate.high()));
  }

  private static String value(Comparison comparison, MeasureValue value) {
    boolean isRatio = comparison.kind() == Comparison.Kind.RATIO;
    return switch (value) {
      case MeasureValue.Known known when isRatio -> Wording.ratio(known.value()) + "\u00A0\u00D7";
      case MeasureValue.Known known when known.value() > 0 ->
          "+" + Wording.number(comparison.measure().unit(), known.value());
      case MeasureValue.Known known -> Wording.number(comparison.measure().unit(), known.value());
      case MeasureValue.Never _ -> "\u221E";
      case MeasureValue.NotMeasured _ -> "\u2013";
    };
  }
}
