package org.collegium.agents.core;

import java.util.Optional;
import org.collegium.agents.context.EpisodeContext;

/**
 * One attempt at one task.
 *
 * @param id unique in its world, for example {@code r4/t3/e0}
 * @param task place of its task in the assignment
 * @param rollout from 0; rollouts of replaced groups count on
 * @param wave 0, and 1 more each time its task's group was replaced
 * @param reward sum of the steps' rewards
 */
public record Episode(
    String id, int task, int rollout, int wave, Stage stage, EpisodeContext context, double reward) {
  Episode at(Stage next) {
    return new Episode(id, task, rollout, wave, next, context, reward);
  }

  Episode with(EpisodeContext next) {
    return new Episode(id, task, rollout, wave, stage, next, reward);
  }

  Episode rewarded(double sum) {
    return new Episode(id, task, rollout, wave, stage, context, sum);
  }

  /** What it asked of the host and awaits. */
  Optional<Errand> errand() {
    return switch (stage) {
      case Stage.Imagining imagining -> Optional.of(imagining.errand());
      case Stage.Acting acting -> Optional.of(acting.errand());
      case Stage.Opening _, Stage.Watching _, Stage.Over _ -> Optional.empty();
    };
  }

  Episode with(Errand errand) {
    return switch (stage) {
      case Stage.Imagining _ -> at(new Stage.Imagining(errand));
      case Stage.Acting acting -> at(new Stage.Acting(errand, acting.imagined(), acting.windowStart()));
      case Stage.Opening _, Stage.Watching _, Stage.Over _ ->
          throw new IllegalArgumentException(id + " asked nothing");
    };
  }

  /** Whether it waits for the world's answer to its action of that number. */
  boolean isWatching(int step) {
    return stage instanceof Stage.Watching && step == context.turns().size() - 1;
  }

  boolean isOver() {
    return stage instanceof Stage.Over;
  }

  boolean isWellFormed() {
    return stage instanceof Stage.Over over && over.wellFormed();
  }
}
