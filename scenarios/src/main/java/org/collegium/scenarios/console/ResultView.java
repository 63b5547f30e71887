package org.collegium.scenarios.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.collegium.scenarios.experiment.ArmResult;
import org.collegium.scenarios.experiment.Comparison;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;
import org.collegium.scenarios.measure.MeasureValue;
import org.collegium.scenarios.measure.Pairing;

/** The end of a run as text: arms as rows, measures as columns, and what the arms' comparison says. */
public final class ResultView {
  private static final List<Measure> FIRST =
      List.of(Measure.R50, Measure.R80, Measure.FINAL_SUCCESS, Measure.REVISIT_SUCCESS, Measure.RETENTION);
  private static final List<Measure> SECOND = List.of(
      Measure.WELL_FORMED, Measure.UNSEEN_ENTROPY, Measure.FLAT_GROUPS, Measure.ROLLOUTS, Measure.TOKENS,
      Measure.BYTES_TOLD, Measure.BYTES_OF_CONTEXTS);
  private static final Set<Measure.Unit> SPENT =
      Set.of(Measure.Unit.TOKENS, Measure.Unit.BYTES);

  /** Instead of tables, where there is nothing that could stand in them. */
  public static final String NO_ROUNDS = "No organization closed a round, so there is nothing to compare.";

  private ResultView() {}

  /**
   * All lines.
   *
   * @param arms in order, at least one
   * @param seeds how many
   */
  public static List<String> lines(List<ArmResult> arms, int seeds, List<Comparison> comparisons) {
    List<String> lines = new ArrayList<>();
    lines.addAll(table(arms, FIRST));
    lines.add("");
    lines.addAll(table(arms, SECOND));
    lines.add("");
    if (seeds < 2) {
      lines.add("One seed: numbers without intervals. Intervals need at least 2 seeds (--seeds, --full).");
    } else {
      lines.add("[low, high]: bootstrap 95 % percentile intervals over " + seeds
          + " paired seeds. Thresholds are medians, where never is larger than every number; the rest are means.");
    }
    lines.add("Rollouts are counted per agent: each has companies of its own.");
    List<String> ratios = comparisons.stream()
        .filter(comparison -> comparison.kind() == Comparison.Kind.RATIO && comparison.pairs() > 0)
        .map(comparison -> ratio(comparison, arms))
        .toList();
    if (!ratios.isEmpty()) {
      lines.add("");
      lines.addAll(ratios);
    }
    return lines;
  }

  private static List<String> table(List<ArmResult> arms, List<Measure> candidates) {
    List<Measure> measures = candidates.stream()
        .filter(measure -> arms.stream().anyMatch(arm -> summary(arm, measure).measured() > 0))
        .toList();
    List<String> head = new ArrayList<>(List.of("arm"));
    measures.forEach(measure -> head.add(measure.id()));
    TextTable table = new TextTable(head);
    for (ArmResult arm : arms) {
      List<String> row = new ArrayList<>(List.of(arm.arm().name()));
      measures.forEach(measure -> row.add(cell(summary(arm, measure))));
      table.add(row);
    }
    return table.lines();
  }

  private static String cell(MeasureSummary summary) {
    boolean isSpent = summary.measure() == Measure.ROLLOUTS || SPENT.contains(summary.measure().unit());
    return isSpent ? Numbers.withoutInterval(summary) : Numbers.of(summary);
  }

  private static String ratio(Comparison comparison, List<ArmResult> arms) {
    String pair = comparison.baseline() + " (G = " + arm(arms, comparison.baseline()).arm().groupSize() + ") over "
        + comparison.arm() + " (G = " + arm(arms, comparison.arm()).arm().groupSize() + ")";
    String times = switch (comparison.estimate().center()) {
      case MeasureValue.Known _ -> Numbers.of(comparison.estimate(), Measure.Unit.NATS) + " times";
      case MeasureValue.Never _ -> "more than " + bound(comparison, arms) + " times, since it never got there";
      case MeasureValue.NotMeasured missing -> missing.reason();
    };
    return comparison.measure().title() + ", " + pair + ": " + times + " (median of " + comparison.pairs()
        + (comparison.pairs() == 1 ? " pair)" : " pairs)");
  }

  /** How many times as many rollouts the baseline had in vain. */
  private static String bound(Comparison comparison, List<ArmResult> arms) {
    ArmResult own = arm(arms, comparison.arm());
    ArmResult baseline = arm(arms, comparison.baseline());
    Pairing.Paired paired = Pairing.ratio(
        summary(own, comparison.measure()).values(), summary(baseline, Measure.ROLLOUTS).values());
    return Numbers.of(paired.estimate().center(), Measure.Unit.NATS);
  }

  private static ArmResult arm(List<ArmResult> arms, String name) {
    return arms.stream().filter(each -> each.arm().name().equals(name)).findFirst().orElseThrow();
  }

  private static MeasureSummary summary(ArmResult arm, Measure measure) {
    return Objects.requireNonNull(arm.measures().get(measure));
  }
}
