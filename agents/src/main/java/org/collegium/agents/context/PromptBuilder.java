package org.collegium.agents.context;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.dialect.Passage;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.Task;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.collegium.modelhost.tokenizer.Tokenizer;

/**
 * Writes prompts and trajectories in a scenario's dialect.
 *
 * <p>A prompt only ever grows at its end: prefix, then for each turn the imagined line, the action cue, the action and
 * what the world answered. So the trajectory that is learned from holds each action behind exactly the tokens under
 * which it was drawn. The one exception is a prompt from which old turns had to leave: actions drawn before that stand
 * in the trajectory as given text, since their probabilities belong to another prompt.
 */
public final class PromptBuilder {
  private final Dialect dialect;
  private final Tokenizer tokenizer;
  private final int contextTokensMax;
  private final Tokens actionCue;
  private final int stopToken;

  /**
   * Prompts of one dialect for one vocabulary.
   *
   * @param contextTokensMax tokens of a prompt
   * @throws IllegalArgumentException when the dialect's stop word is not exactly one token
   */
  public PromptBuilder(Dialect dialect, Tokenizer tokenizer, int contextTokensMax) {
    this.dialect = dialect;
    this.tokenizer = tokenizer;
    this.contextTokensMax = contextTokensMax;
    this.actionCue = tokenizer.encode(dialect.actionCue());
    Tokens stop = tokenizer.encode(dialect.stopWord());
    if (stop.length() != 1) {
      throw new IllegalArgumentException(
          "the stop word '" + dialect.stopWord() + "' must be one token, is " + stop.length());
    }
    this.stopToken = stop.last();
  }

  /** The token behind which an action, a prediction or a note ends. */
  public int stopToken() {
    return stopToken;
  }

  /** Text to tokens; empty text to none. */
  public Tokens encode(String text) {
    return text.isEmpty() ? Tokens.empty() : tokenizer.encode(text);
  }

  /** Tokens to text. */
  public String decode(Tokens tokens) {
    return tokens.isEmpty() ? "" : tokenizer.decode(tokens);
  }

  /** What stands at the head of every prompt of a task. */
  public Tokens prefix(Task task, Tokens briefing, List<Note> cited) {
    String told = briefing.isEmpty() ? "" : dialect.briefing(decode(briefing));
    String notes = cited.isEmpty() ? "" : dialect.notes(cited);
    return Tokens.concat(List.of(encode(dialect.task(task)), encode(told), encode(notes)));
  }

  /** What the world answered, as a line; no line when it said nothing. */
  public Seen seen(String observation) {
    return new Seen(observation, observation.isEmpty() ? Tokens.empty() : encode(dialect.observed(observation)));
  }

  /** A prediction as a line. */
  public Tokens imagined(Tokens prediction) {
    return encode(dialect.imagined(decode(prediction)));
  }

  /** The query for the world model, if the dialect has one here and it fits. */
  public Optional<Tokens> imagineQuery(Task task, EpisodeContext context) {
    return dialect
        .imagineQuery(task, context.exchanges())
        .map(this::encode)
        .filter(query -> !query.isEmpty() && query.length() <= contextTokensMax);
  }

  /** The prompt for the next action with as many of the newest turns as fit; empty when not even none of them do. */
  public Optional<Prompt> actPrompt(EpisodeContext context, Tokens imagined) {
    int length = context.prefix().length() + imagined.length() + actionCue.length();
    int first = context.turns().size();
    while (first > 0 && length + length(context.turns().get(first - 1)) <= contextTokensMax) {
      first--;
      length += length(context.turns().get(first));
    }
    if (length > contextTokensMax) {
      return Optional.empty();
    }
    List<Tokens> parts = new ArrayList<>();
    parts.add(context.prefix());
    for (Turn turn : context.turns().subList(first, context.turns().size())) {
      parts.add(turn.imagined());
      parts.add(actionCue);
      parts.add(turn.action());
      turn.seen().ifPresent(seen -> parts.add(seen.line()));
    }
    parts.add(imagined);
    parts.add(actionCue);
    return Optional.of(new Prompt(first, Tokens.concat(parts)));
  }

  private int length(Turn turn) {
    int line = turn.seen().map(seen -> seen.line().length()).orElse(0);
    return turn.imagined().length() + actionCue.length() + turn.action().length() + line;
  }

  /** The episode as the policy loss sees it: up to its last action; empty when there was none. */
  public Optional<Trajectory> trajectory(EpisodeContext context) {
    if (context.turns().isEmpty()) {
      return Optional.empty();
    }
    int window = context.turns().getLast().windowStart();
    List<Segment> segments = new ArrayList<>();
    Tokens given = context.prefix();
    for (Turn turn : context.turns().subList(window, context.turns().size())) {
      segments.add(Segment.context(Tokens.concat(List.of(given, turn.imagined(), actionCue))));
      segments.add(
          turn.windowStart() == window
              ? Segment.action(turn.action(), turn.logProbabilities())
              : Segment.context(turn.action()));
      given = Tokens.empty();
      turn.seen().map(Seen::line).filter(line -> !line.isEmpty()).map(Segment::observation).ifPresent(segments::add);
    }
    if (segments.getLast().kind() == Segment.Kind.OBSERVATION) {
      segments.removeLast();
    }
    return Optional.of(new Trajectory(segments));
  }

  /** Bytes (UTF-8) of the whole episode's text, with what had to leave the prompt. */
  public long bytes(EpisodeContext context) {
    List<Tokens> parts = new ArrayList<>();
    parts.add(context.prefix());
    for (Turn turn : context.turns()) {
      parts.add(turn.imagined());
      parts.add(actionCue);
      parts.add(turn.action());
      turn.seen().ifPresent(seen -> parts.add(seen.line()));
    }
    return decode(Tokens.concat(parts)).getBytes(StandardCharsets.UTF_8).length;
  }

  /** A lesson as the world loss sees it; empty when it has no token to learn. */
  public Optional<Trajectory> lesson(List<Passage> passages) {
    List<Segment> segments = new ArrayList<>();
    for (Passage passage : passages) {
      Tokens tokens = encode(passage.text());
      if (!tokens.isEmpty()) {
        segments.add(passage.learned() ? Segment.observation(tokens) : Segment.context(tokens));
      }
    }
    return segments.stream().anyMatch(segment -> segment.kind() == Segment.Kind.OBSERVATION)
        ? Optional.of(new Trajectory(segments))
        : Optional.empty();
  }
}
