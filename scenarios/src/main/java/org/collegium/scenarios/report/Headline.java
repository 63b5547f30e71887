package org.collegium.scenarios.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.experiment.ArmDescription;
import org.collegium.scenarios.experiment.ArmResult;
import org.collegium.scenarios.experiment.Comparison;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.measure.Estimate;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;
import org.collegium.scenarios.measure.MeasureValue;

/**
 * What a run found out in one sentence, computed, and what a careful reader must know beside it. It tells the first of
 * the comparisons, whatever came of it.
 *
 * @param finding one sentence
 * @param cautions each a sentence, may be empty
 */
record Headline(String finding, List<String> cautions) {
  /** Under so many seeds a percentile bootstrap is known to be too narrow. */
  private static final int FEW_SEEDS = 10;

  private static final String INTERVAL = ", 95\u00A0% interval ";

  Headline {
    cautions = List.copyOf(cautions);
  }

  static Headline of(ExperimentResult result) {
    Optional<Comparison> chief = result.comparisons().stream().findFirst();
    String finding = chief.map(comparison -> compared(result, comparison)).orElseGet(() -> alone(result));
    return new Headline(finding, cautions(result, chief));
  }

  private static String compared(ExperimentResult result, Comparison comparison) {
    return switch (comparison.estimate().center()) {
      case MeasureValue.Known known when comparison.kind() == Comparison.Kind.DIFFERENCE ->
          difference(comparison, known.value());
      case MeasureValue.Known known when known.value() > 0 -> ratio(comparison, known.value());
      case MeasureValue.Known _ -> notReached(result, comparison, comparison.arm(), comparison.baseline());
      case MeasureValue.Never _ -> notReached(result, comparison, comparison.baseline(), comparison.arm());
      case MeasureValue.NotMeasured _ -> alone(result);
    };
  }

  private static String ratio(Comparison comparison, double center) {
    boolean isBaselineSlower = center >= 1;
    String more = isBaselineSlower ? comparison.baseline() : comparison.arm();
    String less = isBaselineSlower ? comparison.arm() : comparison.baseline();
    String times = Wording.ratio(isBaselineSlower ? center : 1 / center);
    String interval = ratioInterval(comparison, isBaselineSlower);
    String what = Wording.title(comparison.measure());
    boolean isRollouts = comparison.measure().unit() == Measure.Unit.ROLLOUTS;
    return isRollouts
        ? more + " needed " + times + " times as many " + what + " success as " + less + interval
        : "The " + what + " of " + more + " were " + times + " times those of " + less + interval;
  }

  private static String ratioInterval(Comparison comparison, boolean isBaselineSlower) {
    String basis = "median of " + Wording.plural(comparison.pairs(), "paired seed", "paired seeds");
    MeasureValue low = isBaselineSlower ? comparison.estimate().low() : inverse(comparison.estimate().high());
    MeasureValue high = isBaselineSlower ? comparison.estimate().high() : inverse(comparison.estimate().low());
    return switch (low) {
      case MeasureValue.Known from when high instanceof MeasureValue.Known to ->
          " (" + basis + INTERVAL + Wording.ratio(from.value()) + " to " + Wording.ratio(to.value()) + ").";
      case MeasureValue.Known from when high instanceof MeasureValue.Never ->
          " (" + basis + INTERVAL + "from " + Wording.ratio(from.value()) + " without an upper end).";
      default -> " (" + basis + ", too few for an interval).";
    };
  }

  private static MeasureValue inverse(MeasureValue value) {
    return switch (value) {
      case MeasureValue.Known known when known.value() == 0 -> MeasureValue.NEVER;
      case MeasureValue.Known known -> new MeasureValue.Known(1 / known.value());
      case MeasureValue.Never _ -> new MeasureValue.Known(0);
      case MeasureValue.NotMeasured gap -> gap;
    };
  }

  private static String difference(Comparison comparison, double center) {
    Measure measure = comparison.measure();
    String direction = center >= 0 ? " higher than that of " : " lower than that of ";
    String size =
        measure.unit() == Measure.Unit.SHARE
            ? Wording.plural(Math.round(Math.abs(center) * 100), "point", "points")
            : Wording.number(measure.unit(), Math.abs(center));
    String interval = Wording.interval(measure, comparison.estimate());
    return Wording.capitalized(Wording.title(measure))
        + " of "
        + comparison.arm()
        + " was "
        + size
        + direction
        + comparison.baseline()
        + " (mean of "
        + Wording.plural(comparison.pairs(), "paired seed", "paired seeds")
        + (interval.isEmpty() ? ", too few for an interval)." : INTERVAL + "of the difference " + interval + ").");
  }

  private static String notReached(ExperimentResult result, Comparison comparison, String loser, String winner) {
    Measure measure = comparison.measure();
    Optional<MeasureSummary> lost = summary(result, loser, measure);
    Optional<MeasureSummary> won = summary(result, winner, measure);
    String goal = Wording.title(measure).replaceFirst("^rollouts to ", "") + " success";
    String how =
        won.filter(summary -> summary.median().center() instanceof MeasureValue.Known)
            .map(
                summary ->
                    winner + " reached " + goal + " after " + Wording.value(measure, summary.median().center())
                        + " rollouts of one agent (median of "
                        + Wording.plural(summary.measured(), "seed", "seeds") + interval(measure, summary) + "); ")
            .orElse("On most seeds " + winner + " did not reach " + goal + " either: ");
    return how + loser + " did not on " + lost.map(MeasureSummary::never).orElse(0) + " of "
        + Wording.plural(lost.map(MeasureSummary::measured).orElse(0), "seed", "seeds") + length(result, loser) + ".";
  }

  private static String length(ExperimentResult result, String arm) {
    return summary(result, arm, Measure.ROLLOUTS)
        .filter(summary -> summary.median().center() instanceof MeasureValue.Known)
        .map(summary -> " within " + Wording.value(Measure.ROLLOUTS, summary.median().center()) + " rollouts")
        .orElse("");
  }

  private static String alone(ExperimentResult result) {
    for (ArmResult arm : result.arms()) {
      Optional<MeasureSummary> success = summary(result, arm.arm().name(), Measure.FINAL_SUCCESS);
      if (success.isPresent() && success.get().mean().center() instanceof MeasureValue.Known) {
        return arm.arm().name() + " ended at " + Wording.value(Measure.FINAL_SUCCESS, success.get().mean().center())
            + " success (mean of " + Wording.plural(success.get().measured(), "seed", "seeds")
            + interval(Measure.FINAL_SUCCESS, success.get().mean()) + ").";
      }
    }
    return "No arm closed enough rounds to say how it ended.";
  }

  private static String interval(Measure measure, MeasureSummary summary) {
    return interval(measure, summary.median());
  }

  private static String interval(Measure measure, Estimate estimate) {
    String interval = Wording.interval(measure, estimate);
    return interval.isEmpty() ? "" : INTERVAL + interval;
  }

  private static List<String> cautions(ExperimentResult result, Optional<Comparison> chief) {
    List<String> cautions = new ArrayList<>();
    if (result.outcome().ending() != RunOutcome.Ending.COMPLETED) {
      cautions.add("The run ended early (" + result.outcome().detail() + "): figures cover the closed rounds only.");
    }
    int seeds = result.seeds().size();
    if (seeds == 1) {
      cautions.add("One seed only: nothing can be said about how much of this is chance.");
    } else if (seeds < FEW_SEEDS) {
      cautions.add("With " + seeds + " seeds a bootstrap interval tends to be too narrow.");
    }
    chief.flatMap(comparison -> unequalGroups(result, comparison)).ifPresent(cautions::add);
    chief.flatMap(comparison -> noWorse(result, comparison)).ifPresent(cautions::add);
    neverReached(result).ifPresent(cautions::add);
    return cautions;
  }

  private static Optional<String> unequalGroups(ExperimentResult result, Comparison chief) {
    Optional<ArmDescription> arm = description(result, chief.arm());
    Optional<ArmDescription> baseline = description(result, chief.baseline());
    if (arm.isEmpty() || baseline.isEmpty() || arm.get().groupSize() == baseline.get().groupSize()) {
      return Optional.empty();
    }
    return Optional.of(
        "The two arms differ in group size too: " + chief.arm() + " plays " + arm.get().groupSize()
            + " rollouts of a task side by side, " + chief.baseline() + " " + baseline.get().groupSize() + ".");
  }

  private static Optional<String> noWorse(ExperimentResult result, Comparison chief) {
    List<String> equals =
        result.comparisons().stream()
            .filter(other -> other.kind() == chief.kind() && other.measure() == chief.measure())
            .filter(other -> other.arm().equals(chief.arm()) && isNoWorse(other))
            .map(Comparison::baseline)
            .toList();
    return equals.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "By this measure " + chief.arm() + " is not shown to be better than " + Wording.list(equals) + ".");
  }

  /** Whether the interval, or the estimate where there is none, holds "no difference" or speaks for the baseline. */
  private static boolean isNoWorse(Comparison comparison) {
    Estimate estimate = comparison.estimate();
    double center = number(estimate.center(), Double.NaN);
    double low = number(estimate.low(), center);
    double high = number(estimate.high(), center);
    return switch (comparison.kind()) {
      case RATIO -> comparison.measure().better() == Measure.Better.LOWER ? low <= 1 : high >= 1;
      case DIFFERENCE -> comparison.measure().better() == Measure.Better.LOWER ? high >= 0 : low <= 0;
    };
  }

  private static double number(MeasureValue value, double whenNotMeasured) {
    return switch (value) {
      case MeasureValue.Known known -> known.value();
      case MeasureValue.Never _ -> Double.POSITIVE_INFINITY;
      case MeasureValue.NotMeasured _ -> whenNotMeasured;
    };
  }

  private static Optional<String> neverReached(ExperimentResult result) {
    List<String> names = new ArrayList<>();
    for (ArmResult arm : result.arms()) {
      Optional<MeasureSummary> summary = summary(result, arm.arm().name(), Measure.R80);
      if (summary.isPresent() && summary.get().never() > 0) {
        names.add(arm.arm().name() + " on " + summary.get().never() + " of " + summary.get().measured());
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("Seeds that never reached 80\u00A0%: " + Wording.list(names) + ".");
  }

  private static Optional<MeasureSummary> summary(ExperimentResult result, String arm, Measure measure) {
    return result.arms().stream()
        .filter(each -> each.arm().name().equals(arm))
        .flatMap(each -> Optional.ofNullable(each.measures().get(measure)).stream())
        .findFirst();
  }

  private static Optional<ArmDescription> description(ExperimentResult result, String arm) {
    return result.arms().stream().map(ArmResult::arm).filter(each -> each.name().equals(arm)).findFirst();
  }
}
