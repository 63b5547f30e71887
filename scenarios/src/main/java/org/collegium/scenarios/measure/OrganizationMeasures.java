package org.collegium.scenarios.measure;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.world.Task;
import org.collegium.organization.orchestrator.Curriculum;
import org.collegium.organization.run.RoundResult;
import org.collegium.scenarios.frontdesk.FrontDeskCurriculum;

/** Takes every {@link Measure} from the rounds of one organization. */
public final class OrganizationMeasures {
  private final List<RoundResult> rounds;
  private final Curriculum curriculum;

  private OrganizationMeasures(List<RoundResult> rounds, Curriculum curriculum) {
    this.rounds = rounds;
    this.curriculum = curriculum;
  }

  /**
   * All measures.
   *
   * @param rounds closed rounds, in order
   * @param curriculum what was worked on, to find visits at the same company
   */
  public static Map<Measure, MeasureValue> of(List<RoundResult> rounds, Curriculum curriculum) {
    OrganizationMeasures measures = new OrganizationMeasures(rounds, curriculum);
    EnumMap<Measure, MeasureValue> values = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      values.put(measure, measures.value(measure));
    }
    return Collections.unmodifiableMap(values);
  }

  private MeasureValue value(Measure measure) {
    List<Learning.Batch> batches = Learning.batches(rounds);
    Figures all = rounds.stream().map(RoundResult::total).reduce(Figures.NONE, Figures::plus);
    return switch (measure) {
      case R50 -> Learning.rolloutsTo(0.5, batches);
      case R80 -> Learning.rolloutsTo(0.8, batches);
      case FINAL_SUCCESS -> finalSuccess(batches);
      case WELL_FORMED -> MeasureValue.of(Learning.learning(all, "well-formed").mean(), "no learning episode");
      case REVISIT_SUCCESS -> revisits();
      case RETENTION -> last("success/" + FrontDeskCurriculum.OLD, "no company of an earlier block was examined");
      case UNSEEN_ENTROPY -> last("entropy/" + FrontDeskCurriculum.UNSEEN, "no probe of an unseen company");
      case FLAT_GROUPS -> MeasureValue.of(all.tally("flat-groups").sum() / all.tally("groups").sum(), "no groups");
      case ROLLOUTS -> new MeasureValue.Known(batches.isEmpty() ? 0 : batches.getLast().rollouts());
      case TOKENS -> new MeasureValue.Known(tokens(all));
      case BYTES_TOLD -> new MeasureValue.Known(rounds.stream().mapToLong(RoundResult::bytesTold).sum());
      case BYTES_OF_CONTEXTS -> new MeasureValue.Known(rounds.stream().mapToLong(RoundResult::bytesOfContexts).sum());
    };
  }

  private static double tokens(Figures all) {
    return all.tally("tokens-generated").sum() + all.tally("tokens-read").sum() + all.tally("tokens-learned").sum();
  }

  /** Success of the closing examination; of the last two batches when there was none. */
  private MeasureValue finalSuccess(List<Learning.Batch> batches) {
    MeasureValue examined = last("success/" + FrontDeskCurriculum.FINAL, "");
    return examined instanceof MeasureValue.Known
        ? examined
        : MeasureValue.of(Learning.lastTwo(batches), "no learning episode");
  }

  /** Mean of a figure in the last round that has it. */
  private MeasureValue last(String figure, String reasonWhenMissing) {
    for (RoundResult round : rounds.reversed()) {
      Tally tally = round.total().tally(figure);
      if (tally.count() > 0) {
        return MeasureValue.of(tally.mean(), reasonWhenMissing);
      }
    }
    return new MeasureValue.NotMeasured(reasonWhenMissing);
  }

  /** Of all companies whose call failed, the share that succeeded at the visit after the first failed one. */
  private MeasureValue revisits() {
    Tally revisits = new Tally(0, 0);
    if (!rounds.isEmpty()) {
      for (AgentId agent : rounds.getFirst().figures().keySet()) {
        revisits = revisits.plus(revisits(agent));
      }
    }
    return MeasureValue.of(revisits.mean(), "no single visit followed a failed one");
  }

  private Tally revisits(AgentId agent) {
    Map<String, Visit> last = new LinkedHashMap<>();
    Tally revisits = new Tally(0, 0);
    for (RoundResult round : rounds) {
      List<Task> learned = curriculum.tasks(agent, round.round()).stream()
          .filter(task -> task.purpose() == Task.Purpose.LEARN)
          .toList();
      if (learned.size() != 1 || learned.getFirst().rollouts() != 1) {
        continue;
      }
      Figures figures = Objects.requireNonNull(round.figures().get(agent));
      boolean succeeded = Learning.learning(figures, "success").sum() > 0;
      String company = learned.getFirst().text();
      Visit before = last.getOrDefault(company, Visit.NONE);
      if (before == Visit.FAILED) {
        revisits = revisits.plus(Tally.of(succeeded ? 1 : 0));
      }
      last.put(company, next(before, succeeded));
    }
    return revisits;
  }

  private static Visit next(Visit before, boolean succeeded) {
    return switch (before) {
      case NONE -> succeeded ? Visit.NONE : Visit.FAILED;
      case FAILED, COUNTED -> Visit.COUNTED;
    };
  }

  /** What is known of an agent's visits at one company. */
  private enum Visit {
    /** None has failed so far. */
    NONE,
    /** The last one was the first that failed. */
    FAILED,
    COUNTED
  }
}
