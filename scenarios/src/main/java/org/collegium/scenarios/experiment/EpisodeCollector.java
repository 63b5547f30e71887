package org.collegium.scenarios.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.scenarios.experiment.EpisodeText.Line;
import org.collegium.scenarios.experiment.EpisodeText.Speaker;

/**
 * Follows one agent's episodes through its messages and keeps, of each task, the first that failed and the last that
 * succeeded. So memory grows with the tasks, not with the episodes.
 */
final class EpisodeCollector {
  private final Dialect dialect;
  private final Tokenizer tokenizer;
  private final Map<String, Playing> playing = new HashMap<>();
  private final Map<String, Kept> kept = new TreeMap<>();
  private int finished;

  EpisodeCollector(Dialect dialect, Tokenizer tokenizer) {
    this.dialect = dialect;
    this.tokenizer = tokenizer;
  }

  /** An episode that is not over yet. */
  private static final class Playing {
    private final Task task;
    private final List<Line> lines = new ArrayList<>();
    private double reward;

    Playing(Task task) {
      this.task = task;
    }
  }

  /** One that is over; {@code order} counts those that were over before. */
  private record Finished(String id, List<Line> lines, double reward, int order) {
    int round() {
      return Integer.parseInt(id.substring(1, id.indexOf('/')));
    }

    boolean imagined() {
      return lines.stream().anyMatch(line -> line.speaker() == Speaker.IMAGINED);
    }
  }

  private record Kept(Optional<Finished> firstFailure, Optional<Finished> lastSuccess) {
    Kept and(Finished episode) {
      return episode.reward() > 0
          ? new Kept(firstFailure, Optional.of(episode))
          : new Kept(firstFailure.or(() -> Optional.of(episode)), lastSuccess);
    }
  }

  /** One more message that the agent sent or received, in the order of the log. */
  void add(Object message) {
    switch (message) {
      case WorldMessage.Open open -> open(open);
      case HostRequest.Generate asked -> cited(asked);
      case AgentMessage.HostAnswered answered when answered.reply() instanceof HostReply.Generated said -> said(said);
      case AgentMessage.Observed seen -> observed(seen);
      case WorldMessage.Leave left -> finish(left.episode());
      default -> {}
    }
  }

  private void open(WorldMessage.Open open) {
    if (open.task().purpose() == Task.Purpose.LEARN) {
      Playing begun = new Playing(open.task());
      begun.lines.add(new Line(Speaker.TASK, dialect.task(open.task())));
      playing.put(open.episode(), begun);
    }
  }

  /** What stands between task and action cue in the first prompt, less what was imagined: cited notes and briefing. */
  private void cited(HostRequest.Generate asked) {
    Playing episode = playing.get(episodeOf(asked.requestId()));
    if (episode == null) {
      return;
    }
    String prompt = tokenizer.decode(asked.prompt()).strip();
    String head = dialect.task(episode.task);
    String cue = dialect.actionCue();
    if (!prompt.startsWith(head) || !prompt.endsWith(cue)) {
      return;
    }
    String between = prompt.substring(head.length(), prompt.length() - cue.length()).strip();
    for (Line line : episode.lines) {
      between =
          switch (line.speaker()) {
            case IMAGINED -> between.replace(dialect.imagined(line.text()), "").strip();
            case OBSERVATION -> between.replace(dialect.observed(line.text()), "").strip();
            case TASK, NOTES, ACTION -> between;
          };
    }
    if (!between.isEmpty()) {
      episode.lines.add(1, new Line(Speaker.NOTES, between));
    }
  }

  private void said(HostReply.Generated said) {
    Playing episode = playing.get(episodeOf(said.requestId()));
    if (episode == null) {
      return;
    }
    String text = tokenizer.decode(said.tokens()).strip();
    if (said.requestId().endsWith("/act")) {
      episode.lines.add(new Line(Speaker.ACTION, text));
    } else if (said.requestId().endsWith("/imagine") && said.reason() == StopReason.STOP_TOKEN) {
      episode.lines.add(new Line(Speaker.IMAGINED, text));
    }
  }

  private void observed(AgentMessage.Observed seen) {
    Playing episode = playing.get(seen.episode());
    if (episode == null) {
      return;
    }
    if (!seen.observation().isEmpty()) {
      episode.lines.add(new Line(Speaker.OBSERVATION, seen.observation()));
    }
    episode.reward += seen.reward();
    if (seen.over()) {
      finish(seen.episode());
    }
  }

  private void finish(String id) {
    Playing episode = playing.remove(id);
    if (episode != null) {
      Finished done = new Finished(id, List.copyOf(episode.lines), episode.reward, finished++);
      String task = episode.task.text();
      kept.put(task, kept.getOrDefault(task, new Kept(Optional.empty(), Optional.empty())).and(done));
    }
  }

  /** {@code r4/t2/e0} of {@code dual/3/agent-1/r4/t2/e0/s1/act}; another text when the request is of no episode. */
  private static String episodeOf(String requestId) {
    String[] parts = requestId.split("/", -1);
    int end = parts.length - 2;
    return end < 3 ? "" : String.join("/", parts[end - 3], parts[end - 2], parts[end - 1]);
  }

  /** The task that shows most: one that failed first and succeeded later, best with an imagined answer. */
  List<EpisodeText> story(AgentId agent) {
    Optional<Kept> best = Optional.empty();
    for (Kept candidate : kept.values()) {
      best = best.filter(chosen -> worth(chosen) >= worth(candidate)).or(() -> Optional.of(candidate));
    }
    List<EpisodeText> story = new ArrayList<>();
    best.flatMap(Kept::lastSuccess)
        .ifPresent(won -> story.add(text(agent, won, "Solved in round " + won.round() + ".")));
    best.flatMap(Kept::firstFailure).ifPresent(lost -> story.add(text(agent, lost, failureTitle(lost, story))));
    return story;
  }

  private static String failureTitle(Finished lost, List<EpisodeText> story) {
    return story.isEmpty()
        ? "Not solved in round " + lost.round() + "."
        : "The same task in round " + lost.round() + ": not solved.";
  }

  /** Higher is better; among equals the task whose success came last, then the first by its text. */
  private static long worth(Kept tried) {
    boolean learned =
        tried.firstFailure().isPresent()
            && tried.lastSuccess().filter(won -> won.order() > tried.firstFailure().get().order()).isPresent();
    long imagined = tried.lastSuccess().filter(Finished::imagined).isPresent() ? 1 : 0;
    long success = tried.lastSuccess().isPresent() ? 1 : 0;
    long order = tried.lastSuccess().map(Finished::order).orElse(0);
    return (((learned ? 4L : 0) + 2 * imagined + success) << 32) + order;
  }

  private static EpisodeText text(AgentId agent, Finished episode, String title) {
    return new EpisodeText(agent.value(), episode.round(), title, episode.lines(), episode.reward());
  }
}
