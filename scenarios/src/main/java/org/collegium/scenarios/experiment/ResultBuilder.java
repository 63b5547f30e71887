package org.collegium.scenarios.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.configuration.ArmSettings;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.measure.Estimates;
import org.collegium.scenarios.measure.Learning;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;
import org.collegium.scenarios.measure.MeasureValue;
import org.collegium.scenarios.measure.OrganizationMeasures;

/** Makes the result of an experiment out of the closed rounds of its organizations. */
final class ResultBuilder {
  private static final List<Measure> THRESHOLDS = List.of(Measure.R50, Measure.R80);

  private final Scenario scenario;
  private final ScenarioPlan plan;
  private final Map<String, List<RoundResult>> rounds;

  /**
   * Prepares a result.
   *
   * @param rounds closed rounds by organization, in order
   */
  ResultBuilder(Scenario scenario, ScenarioPlan plan, Map<String, List<RoundResult>> rounds) {
    this.scenario = scenario;
    this.plan = plan;
    this.rounds = rounds;
  }

  /** What a run left in its log for people to look at. */
  record Trace(List<MessageEdge> messageGraph, List<EpisodeText> episodes) {}

  ExperimentResult build(
      String run,
      RunOutcome outcome,
      Trace trace,
      MissingLogs missing,
      long wallMs,
      String build,
      Origin origin) {
    List<OrganizationResult> organizations = organizations();
    List<ArmResult> arms = scenario.arms().stream().map(arm -> armResult(arm, organizations)).toList();
    return new ExperimentResult(
        scenario.name(),
        scenario.description(),
        run,
        scenario.design().name(),
        DesignStatement.of(scenario),
        scenario.seeds(),
        arms,
        organizations,
        comparisons(arms),
        trace.messageGraph(),
        trace.episodes(),
        outcome,
        total(organizations, Measure.TOKENS),
        total(organizations, Measure.BYTES_TOLD),
        total(organizations, Measure.BYTES_OF_CONTEXTS),
        wallMs,
        build,
        origin.parent().map(parent -> parentRun(parent, origin)),
        missing);
  }

  private List<OrganizationResult> organizations() {
    List<OrganizationResult> results = new ArrayList<>();
    for (ArmSettings arm : scenario.arms()) {
      for (long seed : scenario.seeds()) {
        String id = ScenarioPlan.organizationId(arm, seed);
        List<RoundResult> closed = rounds.getOrDefault(id, List.of());
        Map<Measure, MeasureValue> measures = OrganizationMeasures.of(closed, plan.curriculum(id));
        results.add(new OrganizationResult(
            id, arm.name(), seed, closed, curve(arm, seed, closed), measures));
      }
    }
    return results;
  }

  private ParentRun parentRun(Origin.Parent parent, Origin origin) {
    List<Curve> curves = new ArrayList<>();
    for (ArmSettings arm : scenario.arms()) {
      for (long seed : scenario.seeds()) {
        List<RoundResult> closed = origin.rounds().getOrDefault(ScenarioPlan.organizationId(arm, seed), List.of());
        curves.add(curve(arm, seed, closed));
      }
    }
    return new ParentRun(parent.run(), parent.round(), parent.changes(), curves);
  }

  private static Curve curve(ArmSettings arm, long seed, List<RoundResult> closed) {
    return new Curve(
        arm.name(),
        seed,
        Learning.batches(closed).stream()
            .map(batch -> new Curve.Point(batch.round(), batch.rollouts(), batch.success()))
            .toList());
  }

  private static ArmResult armResult(ArmSettings arm, List<OrganizationResult> organizations) {
    List<OrganizationResult> own =
        organizations.stream().filter(organization -> organization.arm().equals(arm.name())).toList();
    Map<Measure, MeasureSummary> measures = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      List<MeasureValue> values =
          own.stream().map(organization -> Objects.requireNonNull(organization.measures().get(measure))).toList();
      measures.put(measure, Estimates.summary(measure, values));
    }
    ArmDescription description = new ArmDescription(arm.name(), arm.description(), arm.groupSize(), arm.rounds());
    return new ArmResult(description, measures);
  }

  /**
   * The first arm of the scenario against every other one. The arms that reward alone moves come first, the strongest
   * of them at the head: the first comparison is what headlines tell, so it must not be an easy one.
   */
  private List<Comparison> comparisons(List<ArmResult> arms) {
    List<Comparison> comparisons = new ArrayList<>();
    ArmResult first = arms.getFirst();
    List<ArmResult> others = new ArrayList<>(arms.subList(1, arms.size()));
    others.sort(Comparator.comparing((ArmResult other) -> !isPolicyOnly(other))
        .thenComparingDouble(other -> isPolicyOnly(other) ? timesAsSlow(first, other) : 0));
    for (ArmResult other : others) {
      for (Measure measure : THRESHOLDS) {
        comparisons.add(Comparison.of(first, other, measure, Comparison.Kind.RATIO));
      }
      comparisons.add(Comparison.of(first, other, Measure.FINAL_SUCCESS, Comparison.Kind.DIFFERENCE));
    }
    return comparisons;
  }

  private boolean isPolicyOnly(ArmResult arm) {
    return scenario.arms().stream()
        .filter(settings -> settings.name().equals(arm.arm().name()))
        .anyMatch(settings -> settings.policy().isPresent()
            && settings.worldModel().isEmpty()
            && !settings.mind().imagines()
            && !settings.mind().notes());
  }

  private static double timesAsSlow(ArmResult first, ArmResult other) {
    MeasureValue ratio = Comparison.of(first, other, Measure.R50, Comparison.Kind.RATIO).estimate().center();
    return ratio instanceof MeasureValue.Known known ? known.value() : Double.POSITIVE_INFINITY;
  }

  private static long total(List<OrganizationResult> organizations, Measure measure) {
    return organizations.stream()
        .map(organization -> Objects.requireNonNull(organization.measures().get(measure)))
        .mapToLong(value -> value instanceof MeasureValue.Known known ? (long) known.value() : 0)
        .sum();
  }
}
