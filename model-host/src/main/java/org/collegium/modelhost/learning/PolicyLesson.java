package org.collegium.modelhost.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.collegium.modelhost.protocol.HostRequest.LearnPolicy;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.PolicyObjective.Aggregation;
import org.collegium.modelhost.protocol.Rollout;
import org.collegium.modelhost.protocol.RolloutGroup;

/** Learning from rewards: every inner step sees all rollouts that teach something. */
final class PolicyLesson implements Lesson {
  private final PolicyLoss loss;
  private final List<LearnRow> rows;
  private final double[] advantages;
  private final double[] weights;
  private final List<float[]> baseLogProbabilities;
  private final int stepsMax;
  private final int groups;
  private final int flatGroups;

  private PolicyLesson(
      LearnPolicy request, List<LearnRow> rows, double[] advantages, List<float[]> base, int flatGroups) {
    PolicyObjective objective = request.objective();
    this.loss = new PolicyLoss(objective);
    this.rows = List.copyOf(rows);
    this.advantages = advantages;
    this.baseLogProbabilities = base;
    this.groups = request.groups().size();
    this.flatGroups = flatGroups;
    long tokens = rows.stream().mapToInt(LearnRow::counted).sum();
    this.weights =
        rows.stream()
            .mapToDouble(
                row -> objective.aggregation() == Aggregation.TOKEN_MEAN
                    ? 1.0 / tokens
                    : 1.0 / ((double) rows.size() * row.counted()))
            .toArray();
    boolean moves = objective.klWeight() != 0 || objective.entropyBonus() != 0;
    boolean teaches = moves || Arrays.stream(advantages).anyMatch(advantage -> advantage != 0);
    this.stepsMax = rows.isEmpty() || !teaches ? 0 : request.innerSteps();
  }

  static PolicyLesson of(LearnPolicy request, FrozenBase base) {
    PolicyObjective objective = request.objective();
    List<LearnRow> rows = new ArrayList<>();
    List<Double> advantages = new ArrayList<>();
    int flatGroups = 0;
    for (RolloutGroup group : request.groups()) {
      List<LearnRow> actions =
          group.rollouts().stream().map(rollout -> LearnRow.ofActions(rollout.trajectory())).toList();
      double[] rewards = shaped(group.rollouts(), actions, objective);
      boolean flat = GroupAdvantages.isFlat(rewards);
      flatGroups += flat ? 1 : 0;
      if (flat && objective.dropsFlatGroups()) {
        continue;
      }
      double[] own = GroupAdvantages.of(rewards);
      for (int i = 0; i < own.length; i++) {
        if (actions.get(i).counted() > 0) {
          rows.add(actions.get(i));
          advantages.add(own[i]);
        }
      }
    }
    List<float[]> baseValues = objective.klWeight() == 0 ? List.of() : base.logProbabilities(rows);
    return new PolicyLesson(
        request, rows, advantages.stream().mapToDouble(Double::doubleValue).toArray(), baseValues, flatGroups);
  }

  private static double[] shaped(List<Rollout> rollouts, List<LearnRow> actions, PolicyObjective objective) {
    double[] rewards = new double[rollouts.size()];
    for (int i = 0; i < rewards.length; i++) {
      rewards[i] =
          rollouts.get(i).reward()
              + OverlongShaping.penalty(
                  actions.get(i).counted(), objective.overlongMax(), objective.overlongCache());
    }
    return rewards;
  }

  @Override
  public int stepsMax() {
    return stepsMax;
  }

  @Override
  public List<LearnRow> allRows() {
    return rows;
  }

  @Override
  public int rowsPerStep() {
    return rows.size();
  }

  @Override
  public LessonStep step(int index) {
    return new LessonStep() {
      @Override
      public List<LearnRow> rows() {
        return rows;
      }

      @Override
      public TokenPull pull(int row, int place, double logProbability, double entropy) {
        double sampled = rows.get(row).sampledLogProbability(place);
        double base = baseLogProbabilities.isEmpty() ? 0 : baseLogProbabilities.get(row)[place];
        return loss.pull(weights[row], advantages[row], logProbability, sampled, base, entropy);
      }
    };
  }

  @Override
  public boolean isEnough(StepFigures figures) {
    return false;
  }

  @Override
  public int groups() {
    return groups;
  }

  @Override
  public int flatGroups() {
    return flatGroups;
  }
}
