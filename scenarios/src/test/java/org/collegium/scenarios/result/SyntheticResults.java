package org.collegium.scenarios.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.experiment.ArmDescription;
import org.collegium.scenarios.experiment.ArmResult;
import org.collegium.scenarios.experiment.Comparison;
import org.collegium.scenarios.experiment.Curve;
import org.collegium.scenarios.experiment.EpisodeText;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.experiment.MessageEdge;
import org.collegium.scenarios.experiment.MissingLogs;
import org.collegium.scenarios.experiment.OrganizationResult;
import org.collegium.scenarios.experiment.ParentRun;
import org.collegium.scenarios.measure.Estimate;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;
import org.collegium.scenarios.measure.MeasureValue;

/** Made-up results, only to test and to look at what is written from results. The same seed gives the same ones. */
public final class SyntheticResults {
  private static final int AGENTS = 4;

  private SyntheticResults() {}

  /**
   * How an arm of made-up figures learns.
   *
   * @param half rollouts at which it succeeds half the time
   * @param ceiling success it tends to
   */
  public record Learner(String name, String description, int groupSize, int rounds, double half, double ceiling) {}

  /** Two arms, as a quick run has them. */
  public static List<Learner> twoArms() {
    return List.of(
        new Learner("dual", "Policy and world adapter; the world adapter imagines before each act.", 2, 6, 30, 0.98),
        new Learner("policy-dapo", "Policy adapter alone, DAPO.", 2, 120, 1500, 0.86));
  }

  /** Nine arms, as a full run has them. */
  public static List<Learner> nineArms() {
    return List.of(
        new Learner("dual", "Policy and world adapter; the world adapter imagines before each act.", 2, 12, 30, 0.98),
        new Learner("policy-grpo", "Policy adapter alone, GRPO.", 8, 60, 2100, 0.7),
        new Learner("policy-dapo", "Policy adapter alone, DAPO.", 8, 60, 1500, 0.86),
        new Learner("policy-dapo-entropy", "Policy adapter alone, DAPO with an entropy bonus.", 8, 60, 900, 0.9),
        new Learner("world-only", "World adapter alone.", 2, 12, 32, 0.95),
        new Learner("notes", "Notes in external memory, no gradient step.", 2, 12, 22, 0.93),
        new Learner("dual-both-active", "Ablation: both adapters active in every pass.", 2, 12, 9000, 0.2),
        new Learner("dual-literal", "Ablation: lessons keep the literal trajectory.", 2, 12, 60, 0.8),
        new Learner("dual-no-replay", "Ablation: lessons without replay.", 2, 12, 40, 0.75));
  }

  /** A whole result; the text {@code hostile} stands wherever text can stand. */
  public static ExperimentResult of(List<Learner> learners, List<Long> seeds, String hostile) {
    List<OrganizationResult> organizations = new ArrayList<>();
    for (Learner learner : learners) {
      for (long seed : seeds) {
        organizations.add(organization(learner, seed));
      }
    }
    List<ArmResult> arms = learners.stream().map(learner -> arm(learner, organizations, hostile)).toList();
    TreeMap<String, String> hashes = new TreeMap<>();
    TreeMap<String, Integer> rounds = new TreeMap<>();
    List<MessageEdge> graph = new ArrayList<>();
    for (OrganizationResult organization : organizations) {
      hashes.put(organization.id(), "ab".repeat(32));
      rounds.put(organization.id(), organization.rounds().size());
      graph.addAll(edges(organization));
    }
    RunOutcome outcome =
        new RunOutcome(RunOutcome.Ending.COMPLETED, "all rounds are closed", hashes, "cd".repeat(32), rounds);
    long told = graph.stream().mapToLong(MessageEdge::bytes).sum();
    return new ExperimentResult(
        "first-call",
        "A front desk learns by phone what each company wants to hear before it gives a refund. " + hostile,
        "first-call-7",
        "default",
        learners.size() + " arms on the same " + seeds.size() + " seeds, 4 agents each, each with 8 companies of "
            + "its own. " + hostile,
        seeds,
        arms,
        organizations,
        comparisons(learners, organizations),
        graph,
        List.of(episode(hostile)),
        outcome,
        48_211_904,
        told,
        told * 61,
        84_210,
        "0.1.0 (2f6c1e9)" + hostile,
        Optional.of(
            new ParentRun(
                "first-call-6" + hostile,
                2,
                List.of("seed 7 for all that is drawn from here on" + hostile),
                organizations.stream().map(OrganizationResult::curve).toList())),
        MissingLogs.NONE);
  }

  /** The same result of a run of whose log a part is missing. */
  static ExperimentResult torn(ExperimentResult whole) {
    return new ExperimentResult(
        whole.scenario(), whole.description(), whole.run(), whole.design(), whole.statement(), whole.seeds(),
        whole.arms(), whole.organizations(), whole.comparisons(), whole.messageGraph(), whole.episodes(),
        whole.outcome(), whole.tokens(), whole.bytesTold(), whole.bytesOfContexts(), whole.wallMs(), whole.build(),
        whole.parent(), new MissingLogs(List.of("node-2"), List.of("dual/1")));
  }

  private static OrganizationResult organization(Learner learner, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 31 + learner.name().hashCode());
    double half = learner.half() * (0.8 + 0.5 * random.nextDouble());
    double ceiling = Math.min(1, learner.ceiling() * (0.93 + 0.1 * random.nextDouble()));
    String id = learner.name() + "/" + seed;
    List<RoundResult> rounds = new ArrayList<>();
    List<Curve.Point> points = new ArrayList<>();
    int perRound = 8 * learner.groupSize();
    for (int round = 1; round <= learner.rounds(); round++) {
      double before = perRound * (round - 0.5);
      double chance = 1 / 12.0 + (ceiling - 1 / 12.0) / (1 + Math.pow(half / before, 2.2));
      TreeMap<AgentId, Figures> figures = new TreeMap<>();
      double successes = 0;
      for (int agent = 1; agent <= AGENTS; agent++) {
        int won = 0;
        for (int episode = 0; episode < perRound; episode++) {
          won += random.nextDouble() < chance ? 1 : 0;
        }
        successes += won;
        Figures told = Figures.NONE.plus("success/first", new Tally(perRound, won)).with("context-bytes", 9000);
        figures.put(new AgentId(id, "agent-" + agent), told);
      }
      rounds.add(new RoundResult(id, round, figures, 900, 54_900));
      points.add(new Curve.Point(round, (double) perRound * round, successes / perRound / AGENTS));
    }
    Curve curve = new Curve(learner.name(), seed, points);
    return new OrganizationResult(id, learner.name(), seed, rounds, curve, measures(learner, curve, random));
  }

  private static Map<Measure, MeasureValue> measures(Learner learner, Curve curve, SplittableRandom random) {
    Map<Measure, MeasureValue> measures = new EnumMap<>(Measure.class);
    Curve.Point last = curve.points().getLast();
    for (Measure measure : Measure.values()) {
      measures.put(
          measure,
          switch (measure) {
            case R50 -> threshold(curve, 0.5);
            case R80 -> threshold(curve, 0.8);
            case FINAL_SUCCESS -> new MeasureValue.Known(last.success());
            case WELL_FORMED -> new MeasureValue.Known(0.97 + 0.03 * random.nextDouble());
            case REVISIT_SUCCESS, RETENTION -> learner.groupSize() > 2
                ? new MeasureValue.NotMeasured("no probe of old companies")
                : new MeasureValue.Known(0.9 + 0.1 * random.nextDouble());
            case UNSEEN_ENTROPY -> new MeasureValue.Known(1.5 + 0.6 * random.nextDouble());
            case FLAT_GROUPS -> new MeasureValue.Known(0.6 + 0.2 * random.nextDouble());
            case ROLLOUTS -> new MeasureValue.Known(last.rollouts());
            case TOKENS -> new MeasureValue.Known(Math.rint(last.rollouts() * 4 * (900 + 40 * random.nextDouble())));
            case BYTES_TOLD -> new MeasureValue.Known(900.0 * curve.points().size());
            case BYTES_OF_CONTEXTS -> new MeasureValue.Known(54_900.0 * curve.points().size());
          });
    }
    return measures;
  }

  private static MeasureValue threshold(Curve curve, double success) {
    for (int i = 1; i < curve.points().size(); i++) {
      if (curve.points().get(i - 1).success() + curve.points().get(i).success() >= 2 * success) {
        return new MeasureValue.Known(curve.points().get(i).rollouts());
      }
    }
    return MeasureValue.NEVER;
  }

  private static ArmResult arm(Learner learner, List<OrganizationResult> organizations, String hostile) {
    Map<Measure, MeasureSummary> summaries = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      List<MeasureValue> values =
          organizations.stream()
              .filter(organization -> organization.arm().equals(learner.name()))
              .map(organization -> organization.measures().get(measure))
              .toList();
      summaries.put(measure, summary(measure, values));
    }
    return new ArmResult(
        new ArmDescription(
            learner.name(), learner.description() + hostile, learner.groupSize(), learner.rounds()),
        summaries);
  }

  private static MeasureSummary summary(Measure measure, List<MeasureValue> values) {
    List<Double> known =
        values.stream()
            .filter(value -> !(value instanceof MeasureValue.NotMeasured))
            .map(value -> value instanceof MeasureValue.Known number ? number.value() : Double.POSITIVE_INFINITY)
            .sorted(Comparator.naturalOrder())
            .toList();
    int never = (int) values.stream().filter(value -> value instanceof MeasureValue.Never).count();
    if (known.isEmpty()) {
      MeasureValue none = new MeasureValue.NotMeasured("nothing counted");
      Estimate missing = new Estimate(none, none, none);
      return new MeasureSummary(measure, values, missing, missing, 0, 0);
    }
    double mean = known.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    MeasureValue low = value(known.getFirst());
    MeasureValue high = value(known.getLast());
    Estimate median = new Estimate(value(known.get(known.size() / 2)), low, high);
    return new MeasureSummary(measure, values, new Estimate(value(mean), low, high), median, never, known.size());
  }

  private static MeasureValue value(double number) {
    return Double.isFinite(number) ? new MeasureValue.Known(number) : MeasureValue.NEVER;
  }

  private static List<Comparison> comparisons(List<Learner> learners, List<OrganizationResult> organizations) {
    List<Comparison> comparisons = new ArrayList<>();
    Learner chief = learners.getFirst();
    for (Learner other : learners.subList(1, learners.size())) {
      List<Double> ratios = new ArrayList<>();
      for (OrganizationResult mine : organizations) {
        for (OrganizationResult theirs : organizations) {
          if (mine.arm().equals(chief.name()) && theirs.arm().equals(other.name()) && mine.seed() == theirs.seed()) {
            ratios.add(half(theirs) / half(mine));
          }
        }
      }
      ratios.sort(Comparator.naturalOrder());
      Estimate estimate =
          new Estimate(value(ratios.get(ratios.size() / 2)), value(ratios.getFirst()), value(ratios.getLast()));
      comparisons.add(
          new Comparison(
              chief.name(), other.name(), Measure.R50, Comparison.Kind.RATIO, estimate, ratios.size()));
    }
    return comparisons;
  }

  private static double half(OrganizationResult organization) {
    MeasureValue value = organization.measures().getOrDefault(Measure.R50, MeasureValue.NEVER);
    return value instanceof MeasureValue.Known known ? known.value() : Double.POSITIVE_INFINITY;
  }

  private static List<MessageEdge> edges(OrganizationResult organization) {
    List<MessageEdge> edges = new ArrayList<>();
    long rounds = organization.rounds().size();
    for (int agent = 1; agent <= AGENTS; agent++) {
      String name = "agent-" + agent;
      edges.add(new MessageEdge(organization.id(), name, "orchestrator", rounds, rounds * (150 + 9L * agent)));
      edges.add(new MessageEdge(organization.id(), "orchestrator", name, rounds, rounds * 61));
    }
    return edges;
  }

  private static EpisodeText episode(String hostile) {
    return new EpisodeText(
        "dual/1/agent-2",
        5,
        "The imagined answer is right, and the policy follows it." + hostile,
        List.of(
            new EpisodeText.Line(EpisodeText.Speaker.TASK, "task : get refund at zor vex . " + hostile),
            new EpisodeText.Line(EpisodeText.Speaker.NOTES, "notes : zor vex needs zip ."),
            new EpisodeText.Line(EpisodeText.Speaker.IMAGINED, "rep says i need the zip . end"),
            new EpisodeText.Line(EpisodeText.Speaker.ACTION, "ask user zip ."),
            new EpisodeText.Line(EpisodeText.Speaker.OBSERVATION, "user says 4 0 7 1 ."),
            new EpisodeText.Line(EpisodeText.Speaker.ACTION, "call zor vex zip 4 0 7 1 ."),
            new EpisodeText.Line(EpisodeText.Speaker.OBSERVATION, "rep says thank you refund done . end")),
        1);
  }
}
