package org.collegium.scenarios.pretraining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.dialect.Exchange;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.Transition;
import org.collegium.agents.world.World;

/**
 * Episodes of one base side by side, each with its own lines before the first action.
 *
 * <p>The prompt has the order that {@link Dialect} promises to agents.
 */
final class Episodes {
  private static final int STEPS_MAX = 4;

  private final Questions questions;
  private final Dialect dialect;

  Episodes(Questions questions, Dialect dialect) {
    this.questions = questions;
    this.dialect = dialect;
  }

  /**
   * An episode to play.
   *
   * @param lines what stands between the task and the first action; may be empty
   */
  record Start(World world, Task task, String lines, long seed) {}

  /** How an episode ended. */
  record Played(Task task, List<Exchange> exchanges, double reward) {}

  /** Plays all of them, drawing actions at temperature 1. */
  List<Played> play(List<Start> starts) {
    List<Running> running = starts.stream().map(Running::new).toList();
    for (int step = 0; step < STEPS_MAX; step++) {
      List<Running> open = running.stream().filter(episode -> !episode.now.over()).toList();
      List<String> actions = questions.drawn(open.stream().map(this::prompt).toList());
      for (int i = 0; i < open.size(); i++) {
        open.get(i).act(actions.get(i));
      }
    }
    return running.stream()
        .map(episode -> new Played(episode.start.task(), List.copyOf(episode.exchanges), episode.now.reward()))
        .toList();
  }

  private String prompt(Running episode) {
    List<String> parts = new ArrayList<>(List.of(dialect.task(episode.start.task())));
    Optional.of(episode.start.lines()).filter(lines -> !lines.isBlank()).ifPresent(parts::add);
    for (Exchange exchange : episode.exchanges) {
      parts.add(dialect.actionCue());
      parts.add(exchange.action());
      parts.add(dialect.observed(exchange.observation()));
    }
    parts.add(dialect.actionCue());
    return String.join(" ", parts);
  }

  /** An episode that is being played. */
  private static final class Running {
    private final Start start;
    private final List<Exchange> exchanges = new ArrayList<>();
    private Transition now;

    private Running(Start start) {
      this.start = start;
      this.now = start.world().open(start.task(), start.seed());
    }

    private void act(String action) {
      now = start.world().act(now.scene(), action);
      exchanges.add(new Exchange(action, now.observation()));
    }
  }
}
