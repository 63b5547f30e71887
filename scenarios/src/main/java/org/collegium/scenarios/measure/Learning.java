package org.collegium.scenarios.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.Tally;
import org.collegium.organization.run.RoundResult;
import org.collegium.scenarios.frontdesk.FrontDeskCurriculum;

/** How an organization's success grew with its rollouts. */
public final class Learning {
  private static final List<String> LABELS =
      List.of(FrontDeskCurriculum.LEARN, FrontDeskCurriculum.FIRST, FrontDeskCurriculum.REVISIT);

  /** With fewer episodes a share of one batch is mostly luck. */
  private static final int EPISODES_MIN = 8;

  private Learning() {}

  /**
   * One round.
   *
   * @param rollouts learning episodes of one agent up to the end of the round (mean over the agents)
   * @param success share of the round's learning episodes that succeeded; NaN when it had none
   * @param episodes learning episodes of all agents in the round
   */
  public record Batch(int round, double rollouts, double success, long episodes) {}

  /** One batch a round, in order. */
  public static List<Batch> batches(List<RoundResult> rounds) {
    List<Batch> batches = new ArrayList<>();
    double rollouts = 0;
    for (RoundResult round : rounds) {
      Tally success = learning(round.total(), "success");
      rollouts += round.figures().isEmpty() ? 0 : success.count() / (double) round.figures().size();
      batches.add(new Batch(round.round(), rollouts, success.mean(), success.count()));
    }
    return List.copyOf(batches);
  }

  /** The tally of a figure over all learning episodes. */
  static Tally learning(Figures figures, String figure) {
    return LABELS.stream()
        .map(label -> figures.tally(figure + "/" + label))
        .reduce(new Tally(0, 0), Tally::plus);
  }

  /** Rollouts until two consecutive batches together average at least the share. */
  static MeasureValue rolloutsTo(double share, List<Batch> batches) {
    List<Batch> learned = learned(batches);
    if (learned.size() < 2) {
      return new MeasureValue.NotMeasured("a threshold needs two rounds of learning episodes");
    }
    if (learned.stream().anyMatch(batch -> batch.episodes() < EPISODES_MIN)) {
      return new MeasureValue.NotMeasured(
          "a threshold needs rounds of at least " + EPISODES_MIN + " learning episodes");
    }
    for (int second = 1; second < learned.size(); second++) {
      if ((learned.get(second - 1).success() + learned.get(second).success()) / 2 >= share) {
        return new MeasureValue.Known(learned.get(second).rollouts());
      }
    }
    return MeasureValue.NEVER;
  }

  /** Mean success of the last two batches. */
  static double lastTwo(List<Batch> batches) {
    List<Batch> learned = learned(batches);
    return Stream.of(learned.subList(Math.max(0, learned.size() - 2), learned.size()))
        .flatMap(List::stream)
        .mapToDouble(Batch::success)
        .average()
        .orElse(Double.NaN);
  }

  private static List<Batch> learned(List<Batch> batches) {
    return batches.stream().filter(batch -> !Double.isNaN(batch.success())).toList();
  }
}
